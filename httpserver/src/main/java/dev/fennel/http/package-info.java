/** Measures the requests of the JDK's HTTP server and client. */
package dev.fennel.http;
