function element(tag, name, ...children) {
  const made = document.createElement(tag);
  made.className = name;
  made.append(...children);
  return made;
}

/** A cell of a row, with the role that a table of elements other than tr and td lacks. */
function cell(name, ...children) {
  const made = element("div", name, ...children);
  made.setAttribute("role", "gridcell");
  return made;
}

/** Changes a text only where it differs, as drawing is what takes time. */
function write(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

/** Labels as text, whatever they contain, with spaces between them for who copies or hears them. */
function chips(labels) {
  return labels.flatMap(([name, value]) =>
      [element("span", "label", element("i", "", `${name}=`), value === "" ? "\"\"" : value), " "]);
}

/** Puts elements into a parent in this order, and moves only those that are elsewhere, so that focus stays. */
function arrange(parent, elements) {
  let place = parent.firstChild;
  for (const one of elements) {
    if (place === one) {
      place = place.nextSibling;
    } else {
      parent.insertBefore(one, place);
    }
  }
  while (place) {
    const gone = place;
    place = place.nextSibling;
    gone.remove();
  }
}
