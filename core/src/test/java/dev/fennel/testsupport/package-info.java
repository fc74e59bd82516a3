/** What the tests of all modules share. */
package dev.fennel.testsupport;
