package dev.fennel.internal.buckets;

/**
 * The index of native histograms: which bucket a value belongs to, in the finest resolution. All coarser resolutions
 * leave out some of its bounds; {@link NativeScale} knows which.
 *
 * <p>The upper bound of the bucket with the key k is 2<sup>k/256</sup>, so every power of two is a bound, and between
 * two of them are 255 others: doubles close to these powers, from the table that all Prometheus software shares. A
 * value's bucket follows from the bits of the double: the exponent gives the power of two below it, and the leading
 * bits of the mantissa give a bucket, which is the right one or the one before it. There are so many leading bits that
 * no two bounds have the same, so one comparison decides.
 */
public final class NativeIndex {
    /** How many buckets there are from a power of two to the next, as an exponent of two. */
    static final int LOG_PER_OCTAVE = 8;

    /** The key of infinity: one more than that of the largest double. */
    static final int KEY_OF_INFINITY = ((Double.MAX_EXPONENT + 1) << LOG_PER_OCTAVE) + 1;

    private static final int PER_OCTAVE = 1 << LOG_PER_OCTAVE;
    private static final int MANTISSA_BITS = 52;
    private static final long MANTISSA = (1L << MANTISSA_BITS) - 1;

    /** One bit more than it takes to number the buckets: neighbouring bounds are more than half a bucket apart. */
    private static final int LEADING_BITS = LOG_PER_OCTAVE + 1;

    /**
     * The mantissas of the bounds from 1 to 2, as client_golang and servers have them. Some differ from the powers of
     * two by up to three in the last bit. With others, what is just there would be in another bucket than in a program
     * in Go, and a zero bucket that was widened to a bound would end within a bucket for the server.
     */
    private static final long[] BOUNDS = {
        0x0000000000000L,
        0x00b1afa5abcbfL,
        0x0163da9fb3335L,
        0x02168143b0281L,
        0x02c9a3e778061L,
        0x037d42e11bbccL,
        0x04315e86e7f84L,
        0x04e5f72f654b1L,
        0x059b0d3158574L,
        0x0650a0e3c1f89L,
        0x0706b29ddf6ddL,
        0x07bd42b72a836L,
        0x0874518759bc8L,
        0x092bdf66607e0L,
        0x09e3ecac6f383L,
        0x0a9c79b1f3919L,
        0x0b5586cf9890fL,
        0x0c0f145e46c85L,
        0x0cc922b7247f6L,
        0x0d83b23395deaL,
        0x0e3ec32d3d1a2L,
        0x0efa55fdfa9c5L,
        0x0fb66affed31aL,
        0x1073028d7233dL,
        0x11301d0125b50L,
        0x11edbab5e2ab5L,
        0x12abdc06c31cbL,
        0x136a814f204aaL,
        0x1429aaea92ddfL,
        0x14e95934f312dL,
        0x15a98c8a58e50L,
        0x166a45471c3c1L,
        0x172b83c7d517bL,
        0x17ed48695bbc0L,
        0x18af9388c8de9L,
        0x1972658375d2fL,
        0x1a35beb6fcb75L,
        0x1af99f8138a1cL,
        0x1bbe084045cd3L,
        0x1c82f95281c6bL,
        0x1d4873168b9aaL,
        0x1e0e75eb44026L,
        0x1ed5022fcd91cL,
        0x1f9c18438ce4cL,
        0x2063b88628cd6L,
        0x212be3578a819L,
        0x21f49917ddc95L,
        0x22bdda27912d0L,
        0x2387a6e756238L,
        0x2451ffb82140aL,
        0x251ce4fb2a63eL,
        0x25e85711ece74L,
        0x26b4565e27cddL,
        0x2780e341ddf2aL,
        0x284dfe1f56380L,
        0x291ba7591bb6fL,
        0x29e9df51fdee1L,
        0x2ab8a66d10f13L,
        0x2b87fd0dad98fL,
        0x2c57e39771b2eL,
        0x2d285a6e4030bL,
        0x2df961f641589L,
        0x2ecafa93e2f55L,
        0x2f9d24abd886aL,
        0x306fe0a31b715L,
        0x31432edeeb2fdL,
        0x32170fc4cd831L,
        0x32eb83ba8ea32L,
        0x33c08b26416ffL,
        0x3496266e3fa2dL,
        0x356c55f929ff0L,
        0x36431a2de883aL,
        0x371a7373aa9caL,
        0x37f26231e7549L,
        0x38cae6d05d864L,
        0x39a401b7140edL,
        0x3a7db34e59ff6L,
        0x3b57fbfec6cf4L,
        0x3c32dc313a8e3L,
        0x3d0e544ede172L,
        0x3dea64c123422L,
        0x3ec70df1c5175L,
        0x3fa4504ac801bL,
        0x40822c367a024L,
        0x4160a21f72e2aL,
        0x423fb2709468aL,
        0x431f5d950a896L,
        0x43ffa3f84b9d4L,
        0x44e086061892dL,
        0x45c2042a7d232L,
        0x46a41ed1d0057L,
        0x4786d668b3236L,
        0x486a2b5c13cd0L,
        0x494e1e192aed2L,
        0x4a32af0d7d3deL,
        0x4b17dea6db7d7L,
        0x4bfdad5362a27L,
        0x4ce41b817c114L,
        0x4dcb299fddd0dL,
        0x4eb2d81d8abfeL,
        0x4f9b2769d2ca7L,
        0x508417f4531efL,
        0x516daa2cf6642L,
        0x5257de83f4eefL,
        0x5342b569d4f81L,
        0x542e2f4f6ad27L,
        0x551a4ca5d920dL,
        0x56070dde910d0L,
        0x56f4736b527daL,
        0x57e27dbe2c4cfL,
        0x58d12d497c7fcL,
        0x59c0827ff07cbL,
        0x5ab07dd485429L,
        0x5ba11fba87a02L,
        0x5c9268a5946b6L,
        0x5d84590998b92L,
        0x5e76f15ad2148L,
        0x5f6a320dceb71L,
        0x605e1b976dc08L,
        0x6152ae6cdf6f4L,
        0x6247eb03a5584L,
        0x633dd1d1929fdL,
        0x6434634ccc31eL,
        0x652b9febc8fb5L,
        0x6623882552224L,
        0x671c1c70833f5L,
        0x68155d44ca972L,
        0x690f4b19e9537L,
        0x6a09e667f3bccL,
        0x6b052fa75173eL,
        0x6c012750bdabeL,
        0x6cfdcddd47645L,
        0x6dfb23c651a2eL,
        0x6ef9298593ae4L,
        0x6ff7df9519482L,
        0x70f7466f42e85L,
        0x71f75e8ec5f73L,
        0x72f8286ead089L,
        0x73f9a48a58172L,
        0x74fbd35d7cbfcL,
        0x75feb564267c8L,
        0x77024b1ab6e09L,
        0x780694fde5d3eL,
        0x790b938ac1cf5L,
        0x7a11473eb0186L,
        0x7b17b0976cfdaL,
        0x7c1ed0130c131L,
        0x7d26a62ff86efL,
        0x7e2f336cf4e61L,
        0x7f3878491c490L,
        0x80427543e1a10L,
        0x814d2add106d8L,
        0x82589994cce11L,
        0x8364c1eb941f6L,
        0x8471a4623c7abL,
        0x857f4179f5b1fL,
        0x868d99b4492ebL,
        0x879cad931a435L,
        0x88ac7d98a6697L,
        0x89bd0a478580dL,
        0x8ace5422aa0dbL,
        0x8be05bad61778L,
        0x8cf3216b5448bL,
        0x8e06a5e0866d8L,
        0x8f1ae99157736L,
        0x902fed0282c8aL,
        0x9145b0b91ffc5L,
        0x925c353aa2fe2L,
        0x93737b0cdc5e4L,
        0x948b82b5f98e4L,
        0x95a44cbc8520dL,
        0x96bdd9a7670b1L,
        0x97d829fde4e4fL,
        0x98f33e47a22a2L,
        0x9a0f170ca07b8L,
        0x9b2bb4d53fe0bL,
        0x9c49182a3f08fL,
        0x9d674194bb8d4L,
        0x9e86319e32321L,
        0x9fa5e8d07f29cL,
        0xa0c667b5de564L,
        0xa1e7aed8eb8bbL,
        0xa309bec4a2d32L,
        0xa42c980460ad7L,
        0xa5503b23e255bL,
        0xa674a8af46051L,
        0xa799e1330b356L,
        0xa8bfe53c12e57L,
        0xa9e6b5579fdbeL,
        0xab0e521356eb9L,
        0xac36bbfd3f378L,
        0xad5ff3a3c2773L,
        0xae89f995ad3acL,
        0xafb4ce622f2feL,
        0xb0e07298db663L,
        0xb20ce6c9a8950L,
        0xb33a2b84f15faL,
        0xb468415b749b0L,
        0xb59728de55938L,
        0xb6c6e29f1c529L,
        0xb7f76f2fb5e45L,
        0xb928cf22749e2L,
        0xba5b030a10647L,
        0xbb8e0b79a6f1dL,
        0xbcc1e904bc1d0L,
        0xbdf69c3f3a205L,
        0xbf2c25bd71e06L,
        0xc06286141b33bL,
        0xc199bdd85529aL,
        0xc2d1cd9fa652aL,
        0xc40ab5fffd078L,
        0xc544778fafb20L,
        0xc67f12e57d149L,
        0xc7ba88988c931L,
        0xc8f6d9406e7b2L,
        0xca3405751c4d8L,
        0xcb720dcef9066L,
        0xccb0f2e6d1672L,
        0xcdf0b555dc3f6L,
        0xcf3155b5bab70L,
        0xd072d4a078979L,
        0xd1b532b08c966L,
        0xd2f87080d89eeL,
        0xd43c8eacaa1d3L,
        0xd5818dcfba486L,
        0xd6c76e862e6d2L,
        0xd80e316c98396L,
        0xd955d71ff6074L,
        0xda9e603db3284L,
        0xdbe7cd63a8313L,
        0xdd321f301b45eL,
        0xde7d5641c0656L,
        0xdfc97337b9b5dL,
        0xe11676b197d16L,
        0xe264614f5a126L,
        0xe3b333b16ee0fL,
        0xe502ee78b3ff5L,
        0xe653924676d75L,
        0xe7a51fbc74c81L,
        0xe8f7977cdb73eL,
        0xea4afa2a490d8L,
        0xeb9f4867cca6dL,
        0xecf482d8e67eeL,
        0xee4aaa218850eL,
        0xefa1bee615a26L,
        0xf0f9c1cb64129L,
        0xf252b376bba95L,
        0xf3ac948dd7272L,
        0xf50765b6e453eL,
        0xf6632798844f6L,
        0xf7bfdad9cbe10L,
        0xf91d802243c86L,
        0xfa7c1819e90d6L,
        0xfbdba3692d512L,
        0xfd3c22b8f71eeL,
        0xfe9d96b2a23d6L,
        // No mantissa is above this one.
        1L << MANTISSA_BITS
    };

    /**
     * For each sequence of leading bits, the first bound that is not below all mantissas that begin with these bits.
     */
    private static final short[] FIRST_BOUND = new short[1 << LEADING_BITS];

    static {
        short bound = 0;
        for (int leading = 0; leading < FIRST_BOUND.length; leading++) {
            while (BOUNDS[bound] < (long) leading << (MANTISSA_BITS - LEADING_BITS)) {
                bound++;
            }
            FIRST_BOUND[leading] = bound;
        }
    }

    private NativeIndex() {}

    /**
     * The key of the bucket of a value without its sign.
     *
     * @param magnitude above zero, infinity included
     */
    public static int key(double magnitude) {
        long bits = Double.doubleToRawLongBits(magnitude);
        int exponent = (int) (bits >>> MANTISSA_BITS);
        if (exponent == 0) {
            // A subnormal has its leading one somewhere in its mantissa; a normal one 2^52 times as large shows where.
            bits = Double.doubleToRawLongBits(magnitude * 0x1p52);
            exponent = (int) (bits >>> MANTISSA_BITS) - MANTISSA_BITS;
        } else if (exponent > Double.MAX_EXPONENT - Double.MIN_EXPONENT + 1) {
            return KEY_OF_INFINITY;
        }
        long mantissa = bits & MANTISSA;
        int bound = FIRST_BOUND[(int) (mantissa >>> (MANTISSA_BITS - LEADING_BITS))];
        // The sign of the difference is one more for a value above the bound: a branch would be guessed wrong often.
        bound += (int) ((BOUNDS[bound] - mantissa) >>> (Long.SIZE - 1));
        return ((exponent - Double.MAX_EXPONENT) << LOG_PER_OCTAVE) + bound;
    }

    /** The largest double of a bucket: its upper bound. Where doubles are so sparse, that is rounded down. */
    static double upperBound(int key) {
        int exponent = key >> LOG_PER_OCTAVE;
        if (exponent > Double.MAX_EXPONENT) {
            // The last bucket before the one of infinity ends with the largest double.
            return key >= KEY_OF_INFINITY ? Double.POSITIVE_INFINITY : Double.MAX_VALUE;
        }
        long mantissa = BOUNDS[key & PER_OCTAVE - 1];
        int subnormal = Double.MIN_EXPONENT - exponent;
        if (subnormal > 0) {
            return Double.longBitsToDouble(
                    subnormal > MANTISSA_BITS ? 0 : (1L << MANTISSA_BITS | mantissa) >> subnormal);
        }
        return Double.longBitsToDouble((long) (exponent + Double.MAX_EXPONENT) << MANTISSA_BITS | mantissa);
    }
}
