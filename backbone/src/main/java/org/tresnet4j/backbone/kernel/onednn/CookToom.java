package org.tresnet4j.backbone.kernel.onednn;

/**
 * The matrices of minimal filtering, by the algorithm of Cook and Toom: y = Aᵀ [(G g) ⊙ (Bᵀ d)] are the m results of a
 * filter g of r weights on m + r - 1 values d, with as many products as values. Its points are where polynomials of degree
 * m + r - 2 are evaluated and interpolated; the last one, infinity, is not among those given. See Barabasz, Anderson,
 * Soodhalter and Gregg, arXiv 1803.10986, section 3.
 *
 * @param results Aᵀ, [m, m + r - 1]
 * @param filters G, [m + r - 1, r]
 * @param values Bᵀ, [m + r - 1, m + r - 1]
 */
record CookToom(float[][] results, float[][] filters, float[][] values) {

    /**
     * @param points m + r - 2, different from one another
     */
    static CookToom of(int results, double... points) {
        int last = points.length;
        int weights = last + 2 - results;
        float[][] a = new float[results][last + 1];
        float[][] g = new float[last + 1][weights];
        float[][] b = new float[last + 1][last + 1];
        for (int i = 0; i < last; i++) {
            double product = 1;
            for (int j = 0; j < last; j++) {
                product *= i == j ? 1 : points[i] - points[j];
            }
            for (int power = 0; power < results; power++) {
                a[power][i] = (float) Math.pow(points[i], power);
            }
            for (int power = 0; power < weights; power++) {
                g[i][power] = (float) (Math.pow(points[i], power) / product);
            }
            b[i] = coefficients(points, i);
        }
        a[results - 1][last] = 1;
        g[last][weights - 1] = 1;
        b[last] = coefficients(points, last);
        return new CookToom(a, g, b);
    }

    /** Of the polynomial that is 0 at all roots but one, or at all where there is no such one; the lowest power first. */
    private static float[] coefficients(double[] roots, int butOne) {
        double[] polynomial = new double[roots.length + 1];
        polynomial[0] = 1;
        for (int k = 0; k < roots.length; k++) {
            if (k != butOne) {
                for (int power = roots.length; power > 0; power--) {
                    polynomial[power] = polynomial[power - 1] - roots[k] * polynomial[power];
                }
                polynomial[0] *= -roots[k];
            }
        }
        float[] coefficients = new float[polynomial.length];
        for (int power = 0; power < coefficients.length; power++) {
            // adding 0 makes 0 of -0
            coefficients[power] = (float) polynomial[power] + 0f;
        }
        return coefficients;
    }
}
