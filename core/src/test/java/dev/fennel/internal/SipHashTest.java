package dev.fennel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipHashTest {
    /** The key and the messages of the reference: bytes that count up from 0. The hashes are those of SipHash-1-3. */
    @ParameterizedTest
    @CsvSource({
        "0, 369095118d299a8e",
        "1, 79de85ee92ff097f",
        "2, 78a384b157b4d9a2",
        "3, 605aa111c0f95d34",
        "4, cc4fdd1a7d908b66",
        "5, 8ffc389cb473e63e",
        "16, c1d2363299e41531"
    })
    void hashesAsTheReferenceDoes(int characters, String expected) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < characters; i++) {
            int low = 8 + 2 * i;
            text.append((char) (low | low + 1 << 8));
        }
        SipHash hash = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

        assertThat(Long.toHexString(hash.hash(0x0706050403020100L, text.toString())))
                .isEqualTo(expected);
    }
}
