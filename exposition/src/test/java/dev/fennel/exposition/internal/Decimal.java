package dev.fennel.exposition.internal;

/**
 * A decimal number, read from any notation.
 *
 * @param negative whether it has a minus sign
 * @param digits its digits as an integer that does not end in zero
 * @param exponent the power of ten to multiply them by
 */
record Decimal(boolean negative, long digits, int exponent) {
    static Decimal parse(String text) {
        long digits = 0;
        int decimals = 0;
        boolean afterPoint = false;
        int i = text.charAt(0) == '-' ? 1 : 0;
        for (; i < text.length() && Character.toLowerCase(text.charAt(i)) != 'e'; i++) {
            if (text.charAt(i) == '.') {
                afterPoint = true;
            } else {
                digits = 10 * digits + Character.digit(text.charAt(i), 10);
                decimals += afterPoint ? 1 : 0;
            }
        }
        int exponent = (i < text.length() ? Integer.parseInt(text.substring(i + 1)) : 0) - decimals;
        while (digits != 0 && digits % 10 == 0) {
            digits /= 10;
            exponent++;
        }
        return new Decimal(text.charAt(0) == '-', digits, exponent);
    }

    int length() {
        return Long.toString(digits).length();
    }
}
