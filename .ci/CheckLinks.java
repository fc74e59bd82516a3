import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Follows every link between the pages of a folder, and fails on one that leads to no page or to no place in it. */
class CheckLinks {
    private static final Pattern LINK = Pattern.compile("\\b(?:href|src)=\"([^\"]*)\"");
    private static final Pattern PLACE = Pattern.compile("\\b(?:id|name)=\"([^\"]*)\"");

    private final Map<Path, Set<String>> places = new HashMap<>();
    private int links;
    private int broken;

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]).toRealPath();
        CheckLinks check = new CheckLinks();
        List<Path> pages;
        try (Stream<Path> files = Files.walk(folder)) {
            pages = files.filter(file -> file.toString().endsWith(".html")).toList();
        }
        for (Path page : pages) {
            if (page.endsWith("constant-values.html")) {
                continue; // Javadoc of JDK 17 writes a link to nowhere into it.
            }
            for (String link : check.all(LINK, page)) {
                check.follow(folder, page, link);
            }
        }
        System.out.println(pages.size() + " pages, " + check.links + " links, " + check.broken + " broken");
        if (check.links == 0 || check.broken > 0) {
            System.exit(1);
        }
    }

    private void follow(Path folder, Path page, String link) throws IOException {
        URI uri = URI.create(link.replace("&lt;", "%3C").replace("&gt;", "%3E").replace("[", "%5B").replace("]", "%5D"));
        if (uri.getScheme() != null || uri.getPath() == null) {
            return;
        }
        links++;
        Path target = uri.getPath().isEmpty() ? page : page.resolveSibling(uri.getPath()).normalize();
        String place = uri.getFragment();
        if (!target.startsWith(folder) || !Files.exists(target)) {
            report(folder, page, link, "no such page");
        } else if (place != null && !place.isEmpty() && !placesOf(target).contains(place)) {
            report(folder, page, link, "no such place in the page");
        }
    }

    private void report(Path folder, Path page, String link, String problem) {
        broken++;
        System.err.println(folder.relativize(page) + ": " + link + ": " + problem);
    }

    private Set<String> placesOf(Path page) throws IOException {
        Set<String> known = places.get(page);
        if (known == null) {
            known = all(PLACE, page);
            places.put(page, known);
        }
        return known;
    }

    private Set<String> all(Pattern pattern, Path page) throws IOException {
        return pattern.matcher(Files.readString(page))
                .results()
                .map((MatchResult match) -> match.group(1))
                .map(text -> pattern == PLACE ? text.replace("&lt;", "<").replace("&gt;", ">") : text)
                .collect(Collectors.toSet());
    }
}
