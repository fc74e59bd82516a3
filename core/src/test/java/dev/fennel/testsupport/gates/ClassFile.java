package dev.fennel.testsupport.gates;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the gates need to know of a class file, read from its constant pool, its fields and its methods (JVMS 4).
 *
 * @param name the binary name, {@code java.util.Map$Entry}
 * @param isPublic whether it is public; a nested class that is protected counts as public
 * @param references the binary names of the other classes that it mentions anywhere: in code, signatures and
 *     annotations. A constant of another class that the compiler copied into this one leaves no trace of that class.
 * @param constants the values of its compile-time constants by the name of the field; a boolean, a char, a byte or a
 *     short is an Integer
 * @param nullable what is annotated with a type of the simple name Nullable: {@code name} for a field,
 *     {@code name(descriptor)} for a method, {@code name(descriptor)#n} for a parameter; n counts from the last
 *     parameter, which is 1, because a compiler may add parameters in front
 * @param signatures the descriptors and the generic signatures of its fields and methods, among others
 * @param calls the methods that its code calls
 */
record ClassFile(
        String name,
        boolean isPublic,
        Set<String> references,
        Map<String, Object> constants,
        Set<String> nullable,
        Set<String> signatures,
        Set<Call> calls) {
    /**
     * A call in the code.
     *
     * @param owner the binary name of the class that is named in the call; empty for an {@code invokedynamic}
     * @param name the name of the method; for an {@code invokedynamic}, of what its bootstrap method is to make
     * @param descriptor the types of its parameters and of its result
     */
    record Call(String owner, String name, String descriptor) {
        boolean isDynamic() {
            return owner.isEmpty();
        }
    }

    /** A class in a descriptor or a generic signature; no other string of a class file looks like one. */
    private static final Pattern IN_SIGNATURE = Pattern.compile("L([\\w$]+(?:/[\\w$]+)+)[;<]");

    /** Reads all class files below a folder, in the order of their names; {@code module-info} is left out. */
    static List<ClassFile> readAll(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !file.endsWith("module-info.class"))
                    .sorted()
                    .map(ClassFile::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ClassFile read(Path file) {
        try {
            return new Reader(Files.readAllBytes(file)).read();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Reads the class file of a class that is loaded. */
    static ClassFile of(Class<?> type) {
        String name = type.getName();
        try (InputStream in = type.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
            return new Reader(in.readAllBytes()).read();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    /** The class whose file this class was declared in: {@code java.util.Map} for {@code java.util.Map$Entry}. */
    static String topLevel(String name) {
        int dollar = name.indexOf('$', name.lastIndexOf('.') + 2);
        return dollar < 0 ? name : name.substring(0, dollar);
    }

    static String packageOf(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('.')));
    }

    private static final class Reader {
        /** An entry of the pool that names another one: the name of a class, or the text of a String constant. */
        private record Pointer(boolean isClass, int index) {}

        /** An entry of the pool that names two: a method with its class, a name with its type, or a dynamic call. */
        private record Pair(int tag, int first, int second) {
            boolean isCall() {
                return tag == 10 || tag == 11 || tag == 18;
            }
        }

        private final DataInputStream in;
        private final Map<String, Object> constants = new HashMap<>();
        private final Set<String> nullable = new TreeSet<>();
        private Object[] pool;

        Reader(byte[] bytes) {
            in = new DataInputStream(new ByteArrayInputStream(bytes));
        }

        ClassFile read() throws IOException {
            if (in.readInt() != 0xCAFEBABE) {
                throw new IOException("no class file");
            }
            in.skipNBytes(4); // the version
            readPool();
            boolean isPublic = (in.readUnsignedShort() & 1) != 0;
            String name = className(in.readUnsignedShort());
            in.skipNBytes(2); // the superclass
            in.skipNBytes(2L * in.readUnsignedShort()); // interfaces
            readMembers(false); // fields
            readMembers(true); // methods
            Set<String> references = references();
            references.remove(name);
            return new ClassFile(
                    name,
                    isPublic,
                    Collections.unmodifiableSet(references),
                    Collections.unmodifiableMap(constants),
                    Collections.unmodifiableSet(nullable),
                    signatures(),
                    calls());
        }

        private void readPool() throws IOException {
            pool = new Object[in.readUnsignedShort()];
            for (int i = 1; i < pool.length; i++) {
                int tag = in.readUnsignedByte();
                switch (tag) {
                    case 1 -> pool[i] = in.readUTF();
                    case 3 -> pool[i] = in.readInt();
                    case 4 -> pool[i] = in.readFloat();
                    case 5 -> pool[i++] = in.readLong(); // long and double take two entries
                    case 6 -> pool[i++] = in.readDouble();
                    case 7, 8 -> pool[i] = new Pointer(tag == 7, in.readUnsignedShort());
                    case 9, 10, 11, 12, 17, 18 ->
                        pool[i] = new Pair(tag, in.readUnsignedShort(), in.readUnsignedShort());
                    case 15 -> in.skipNBytes(3);
                    case 16, 19, 20 -> in.skipNBytes(2);
                    default -> throw new IOException("unknown tag " + tag + " in the constant pool");
                }
            }
        }

        private void readMembers(boolean methods) throws IOException {
            for (int members = in.readUnsignedShort(); members > 0; members--) {
                in.skipNBytes(2); // access flags
                String name = text();
                String descriptor = text();
                String key = methods ? name + descriptor : name;
                for (int attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
                    String attribute = text();
                    long length = Integer.toUnsignedLong(in.readInt());
                    switch (attribute) {
                        case "ConstantValue" -> {
                            Object value = pool[in.readUnsignedShort()];
                            constants.put(name, value instanceof Pointer text ? pool[text.index] : value);
                        }
                        case "RuntimeInvisibleAnnotations", "RuntimeVisibleAnnotations" -> readAnnotations(key);
                        case "RuntimeInvisibleParameterAnnotations", "RuntimeVisibleParameterAnnotations" -> {
                            for (int parameter = in.readUnsignedByte(); parameter > 0; parameter--) {
                                readAnnotations(key + '#' + parameter);
                            }
                        }
                        default -> in.skipNBytes(length);
                    }
                }
            }
        }

        private void readAnnotations(String annotated) throws IOException {
            for (int annotations = in.readUnsignedShort(); annotations > 0; annotations--) {
                if (skipAnnotation().matches("L(.*[/$])?Nullable;")) {
                    nullable.add(annotated);
                }
            }
        }

        /** Skips an annotation, and returns the descriptor of its type. */
        private String skipAnnotation() throws IOException {
            String type = text();
            for (int elements = in.readUnsignedShort(); elements > 0; elements--) {
                in.skipNBytes(2); // the name
                skipElementValue();
            }
            return type;
        }

        private void skipElementValue() throws IOException {
            switch (in.readUnsignedByte()) {
                case 'e' -> in.skipNBytes(4);
                case '@' -> skipAnnotation();
                case '[' -> {
                    for (int values = in.readUnsignedShort(); values > 0; values--) {
                        skipElementValue();
                    }
                }
                default -> in.skipNBytes(2);
            }
        }

        private String text() throws IOException {
            return (String) pool[in.readUnsignedShort()];
        }

        private Set<String> references() {
            List<String> names = new ArrayList<>();
            for (int i = 1; i < pool.length; i++) {
                if (pool[i] instanceof Pointer pointer && pointer.isClass) {
                    names.add(className(i));
                } else if (pool[i] instanceof String text) {
                    Matcher types = IN_SIGNATURE.matcher(text);
                    while (types.find()) {
                        names.add(types.group(1).replace('/', '.'));
                    }
                }
            }
            names.removeIf(name -> name.startsWith("[")); // an array, whose name is a descriptor and so found anyway
            return new TreeSet<>(names);
        }

        private Set<String> signatures() {
            return Arrays.stream(pool)
                    .filter(entry -> entry instanceof String text
                            && IN_SIGNATURE.matcher(text).find())
                    .map(String.class::cast)
                    .collect(Collectors.toUnmodifiableSet());
        }

        private Set<Call> calls() {
            Set<Call> calls = new HashSet<>();
            for (Object entry : pool) {
                if (entry instanceof Pair call && call.isCall()) {
                    Pair method = (Pair) pool[call.second];
                    String owner = call.tag == 18 ? "" : className(call.first);
                    calls.add(new Call(owner, (String) pool[method.first], (String) pool[method.second]));
                }
            }
            return Collections.unmodifiableSet(calls);
        }

        private String className(int index) {
            return ((String) pool[((Pointer) pool[index]).index]).replace('/', '.');
        }
    }
}
