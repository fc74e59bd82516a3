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

/** Changes a name, which may break into lines after its separators. */
function writeName(node, name) {
  const shown = visible(name);
  if (node.textContent !== shown) {
    node.replaceChildren(...shown.split(/(?<=[_.:/])/).flatMap((part, i) => i > 0 ? [hidden("wbr"), part] : [part]));
  }
}

/** The value of a label; quotes show where it ends if nobody sees that. */
function shownValue(value) {
  return /^$|^\s|\s$/.test(value) ? `"${visible(value)}"` : visible(value);
}

/** An element that screen readers skip: some would read a place to break as a space. */
function hidden(tag) {
  const made = element(tag, "");
  made.setAttribute("aria-hidden", "true");
  return made;
}

/** A text of which all characters are seen: as in PromQL, escapes stand for those that take no place or turn others. */
function visible(text) {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, character => {
    const code = character.codePointAt(0).toString(16);
    return character === "\n" ? "\\n" : code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
  });
}

/** Labels as text, whatever they contain, with spaces between them for who copies or hears them. */
function chips(labels) {
  return labels.flatMap(([name, value]) =>
      [element("span", "label", element("i", "", `${visible(name)}=`), shownValue(value)), " "]);
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
