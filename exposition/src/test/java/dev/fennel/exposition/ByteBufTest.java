package dev.fennel.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.exposition.internal.ByteBuf;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ByteBufTest {
    @Test
    void everyCodePointIsUtf8() {
        ByteBuf buf = new ByteBuf(0);
        StringBuilder text = new StringBuilder();
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                buf.putCodePoint(codePoint);
                text.appendCodePoint(codePoint);
            }
        }
        assertThat(Arrays.equals(buf.toByteArray(), text.toString().getBytes(UTF_8)))
                .isTrue();
    }

    @Test
    void unpairedSurrogateIsReplaced() {
        ByteBuf buf = new ByteBuf(0);
        LabelSyntax.putEscapedHelp("a\uD83Db\uDD25", buf);
        assertThat(new String(buf.toByteArray(), UTF_8)).isEqualTo("a\uFFFDb\uFFFD");
    }

    @Test
    void lackOfRoomIsForgottenWithTheContent() {
        ByteBuf buf = new ByteBuf(0);
        buf.put('a');
        assertThatThrownBy(() -> buf.reserve(Integer.MAX_VALUE)).isInstanceOf(OutOfMemoryError.class);
        buf.end(1);
        assertThat(buf.cannotGrow()).isTrue();
        buf.end(0);
        assertThat(buf.cannotGrow()).isFalse();
    }

    @Test
    void growsAndCanBeCutBack() {
        ByteBuf buf = new ByteBuf(0);
        for (int i = 0; i < 1000; i++) {
            buf.putAscii("0123456789");
        }
        assertThat(buf.size()).isEqualTo(10_000);
        buf.end(5);
        buf.put("ab".getBytes(UTF_8));
        buf.put(buf);
        assertThat(new String(buf.toByteArray(), UTF_8)).isEqualTo("01234ab01234ab");
        buf.trim();
        assertThat(buf.array()).hasSize(14);
    }
}
