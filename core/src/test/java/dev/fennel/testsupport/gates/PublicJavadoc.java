package dev.fennel.testsupport.gates;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ReferenceTree;
import com.sun.source.doctree.ValueTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTreeScanner;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * What the Javadoc of a module that users see names, in links and as {@code code}: of the exported packages the tours,
 * and all public and protected declarations. Those of a class that users cannot name are shown in its public
 * subclasses, so they count too. Text of several lines is a sample, which is compiled elsewhere.
 */
final class PublicJavadoc {
    /** A type, perhaps qualified, perhaps with a member; a package alone. */
    private static final Pattern NAME =
            Pattern.compile("((?:[a-z]\\w*\\.)*[a-z]\\w*)?\\.?((?:\\.?[A-Z]\\w*)*)(?:[#.(<].*)?");

    private final Set<String> exported;
    private final Predicate<String> shown;
    private final Predicate<String> hidden;
    private final Set<String> found = new TreeSet<>();

    /**
     * Prepares to read.
     *
     * @param exported the packages that users see
     * @param shown whether the members of a type are shown, by its qualified name: it is public, or has a public
     *     subclass
     * @param hidden whether users cannot name a type or package, by its qualified name, or a type by its simple one
     */
    PublicJavadoc(Set<String> exported, Predicate<String> shown, Predicate<String> hidden) {
        this.exported = exported;
        this.shown = shown;
        this.hidden = hidden;
    }

    /** The names in the Javadoc that users cannot use, each with the type or package in whose file it stands. */
    Set<String> hiddenNames(Path sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null);
                Stream<Path> walk = Files.walk(sources)) {
            List<Path> files = walk.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("module-info.java"))
                    .toList();
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            DocTrees trees = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                if (exported.contains(unit.getPackageName().toString())) {
                    new Declarations(trees, unit).scan(unit, null);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private final class Declarations extends TreePathScanner<Void, Void> {
        private final DocTrees trees;
        private final String home;

        Declarations(DocTrees trees, CompilationUnitTree unit) {
            this.trees = trees;
            home = unit.getPackageName().toString();
        }

        @Override
        public Void visitPackage(PackageTree tree, Void unused) {
            read(home);
            return super.visitPackage(tree, unused);
        }

        @Override
        public Void visitClass(ClassTree tree, Void unused) {
            if (shown.test(name(getCurrentPath()))) {
                member(tree.getModifiers()); // its own comment is shown only if it is public itself
                super.visitClass(tree, unused);
            }
            return null;
        }

        @Override
        public Void visitMethod(MethodTree tree, Void unused) {
            return member(tree.getModifiers());
        }

        @Override
        public Void visitVariable(VariableTree tree, Void unused) {
            return member(tree.getModifiers());
        }

        @Override
        public Void visitBlock(BlockTree tree, Void unused) {
            return null;
        }

        private Void member(ModifiersTree modifiers) {
            Set<Modifier> flags = modifiers.getFlags();
            Tree.Kind outer = getCurrentPath().getParentPath().getLeaf().getKind();
            if (outer == Tree.Kind.INTERFACE
                    || outer == Tree.Kind.ANNOTATION_TYPE
                    || flags.contains(Modifier.PUBLIC)
                    || flags.contains(Modifier.PROTECTED)) {
                read(name(getCurrentPath()));
            }
            return null;
        }

        private String name(TreePath path) {
            if (path.getLeaf() instanceof ClassTree type) {
                return name(path.getParentPath()) + '.' + type.getSimpleName();
            }
            return path.getParentPath() == null ? home : name(path.getParentPath());
        }

        private void read(String where) {
            DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
            if (comment != null) {
                new Names(where).scan(comment, null);
            }
        }
    }

    private final class Names extends DocTreeScanner<Void, Void> {
        private final String where;

        Names(String where) {
            this.where = where;
        }

        @Override
        public Void visitReference(ReferenceTree tree, Void unused) {
            check(tree.getSignature());
            return null;
        }

        /** Shows the value of a constant, and not whose it is. */
        @Override
        public Void visitValue(ValueTree tree, Void unused) {
            return null;
        }

        @Override
        public Void visitLiteral(LiteralTree tree, Void unused) {
            if (tree.getKind() == DocTree.Kind.CODE) {
                check(tree.getBody().getBody());
            }
            return null;
        }

        private void check(String text) {
            Matcher name = NAME.matcher(text);
            if (name.matches()) {
                String inPackage = name.group(1) == null ? "" : name.group(1);
                String type = name.group(2);
                String full = inPackage.isEmpty() || type.isEmpty() ? inPackage + type : inPackage + '.' + type;
                if (hidden.test(full) || hidden.test(inPackage)) {
                    found.add(where + ": " + text);
                }
            }
        }
    }
}
