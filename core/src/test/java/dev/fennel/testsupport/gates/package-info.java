/**
 * What the build refuses besides wrong behaviour: a change of the public API that no reviewer sees, and code in the
 * wrong place.
 *
 * <p>Each published module has an {@code ApiTest} and an {@code ArchitectureTest}, which extend
 * {@link dev.fennel.testsupport.gates.ApiRules} and {@link dev.fennel.testsupport.gates.ArchitectureRules} and inherit
 * their tests. {@code PublicApi} writes the API of a module as text, with {@code ApiType} for each type and
 * {@code TypeNames} for the types that it mentions; {@code ApiDiff} compares two such texts, and {@code PublicJavadoc}
 * finds what its Javadoc names and users cannot. {@code Packages} finds out which package uses which, and
 * {@code Floors} is the table of what is allowed. All of them read what was compiled, with {@code ClassFile}, so
 * nothing here lists the classes of the library. Their own tests compile a {@code SampleModule} with the fault that
 * they should find.
 */
package dev.fennel.testsupport.gates;
