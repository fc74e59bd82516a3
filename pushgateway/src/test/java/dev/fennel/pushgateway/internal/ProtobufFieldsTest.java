package dev.fennel.pushgateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Answers may be cut or broken, and must not do harm. */
class ProtobufFieldsTest {
    @Test
    void fieldsOfAllWireTypesAreRead() {
        ProtobufFields fields = new ProtobufFields(new byte[] {
            8,
            (byte) 0x96,
            1, // field 1: 150
            17,
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            8, // field 2, fixed64
            26,
            2,
            'h',
            'i', // field 3
            37,
            1,
            2,
            3,
            4, // field 4, fixed32
            40,
            -1,
            -1,
            -1,
            -1,
            -1,
            -1,
            -1,
            -1,
            -1,
            1 // field 5: -1
        });
        assertThat(fields.next()).isTrue();
        assertThat(fields.field()).isEqualTo(1);
        assertThat(fields.number()).isEqualTo(150);
        assertThat(fields.next()).isTrue();
        assertThat(fields.content()).hasSize(8);
        assertThat(fields.next()).isTrue();
        assertThat(fields.field()).isEqualTo(3);
        assertThat(fields.content()).asString().isEqualTo("hi");
        assertThat(fields.next()).isTrue();
        assertThat(fields.content()).hasSize(4);
        assertThat(fields.next()).isTrue();
        assertThat(fields.field()).isEqualTo(5);
        assertThat(fields.number()).isEqualTo(-1);
        assertThat(fields.next()).isFalse();
    }

    @Test
    void stringThatIsCutIsReadAsFarAsItIsThere() {
        ProtobufFields fields = new ProtobufFields(new byte[] {18, 100, 'h', 'i'});
        assertThat(fields.next()).isTrue();
        assertThat(fields.content()).asString().isEqualTo("hi");
        assertThat(fields.next()).isFalse();
    }

    @Test
    void varintWithoutAnEndIsTheEnd() {
        assertThat(new ProtobufFields(new byte[] {8, -1}).next()).isFalse();
        assertThat(new ProtobufFields(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0}).next())
                .isFalse();
        assertThat(new ProtobufFields(new byte[] {15, 1}).next()).isFalse();
    }

    @Test
    void randomBytesComeToAnEnd() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            ProtobufFields fields = new ProtobufFields(bytes);
            int read = 0;
            while (fields.next()) {
                read++;
                assertThat(fields.content().length).as("seed %d", seed).isLessThanOrEqualTo(bytes.length);
            }
            assertThat(read).as("seed %d", seed).isLessThanOrEqualTo(bytes.length);
        }
    }
}
