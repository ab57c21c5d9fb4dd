package org.tresnet4j.datasets.synthetic;

import java.util.random.RandomGenerator;

/** Textures of two muted colours: how much of the second there is at a place, 0 to 1, both coordinates being 0 to 1. */
@FunctionalInterface
interface Background {

    /** Half the width of the film grain, in grey levels. */
    double GRAIN = 9;

    double at(double x, double y);

    static void paint(Canvas canvas, RandomGenerator random) {
        Background texture = switch (random.nextInt(4)) {
            case 0 -> gradient(random);
            case 1 -> stripes(random);
            case 2 -> checks(random);
            default -> clouds(random);
        };
        Colour first = Colour.muted(random);
        Colour second = first.mixed(Colour.muted(random), 0.7);
        int side = canvas.side();
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                canvas.set(x, y, first.mixed(second, texture.at((x + 0.5) / side, (y + 0.5) / side)));
                canvas.brighten(x, y, (float) (GRAIN * (random.nextDouble() + random.nextDouble() - 1)));
            }
        }
    }

    private static Background gradient(RandomGenerator random) {
        double angle = random.nextDouble(2 * Math.PI);
        double dx = StrictMath.cos(angle) / 1.42;
        double dy = StrictMath.sin(angle) / 1.42;
        return (x, y) -> 0.5 + (x - 0.5) * dx + (y - 0.5) * dy;
    }

    private static Background stripes(RandomGenerator random) {
        double angle = random.nextDouble(2 * Math.PI);
        double waves = random.nextDouble(3, 9);
        double dx = 2 * Math.PI * waves * StrictMath.cos(angle);
        double dy = 2 * Math.PI * waves * StrictMath.sin(angle);
        // a steep sine: stripes with soft edges
        return (x, y) -> unit(0.5 + 1.2 * StrictMath.sin(x * dx + y * dy));
    }

    private static Background checks(RandomGenerator random) {
        double angle = random.nextDouble(2 * Math.PI);
        double waves = Math.PI * random.nextDouble(3, 8);
        double cos = waves * StrictMath.cos(angle);
        double sin = waves * StrictMath.sin(angle);
        return (x, y) -> unit(0.5 + 4 * StrictMath.sin(x * cos + y * sin) * StrictMath.sin(y * cos - x * sin));
    }

    /** Value noise: a coarse random grid, smoothly interpolated, and one of twice its fineness on top. */
    private static Background clouds(RandomGenerator random) {
        Background coarse = noise(random.nextInt(3, 6), random);
        Background fine = noise(random.nextInt(7, 12), random);
        return (x, y) -> unit(0.5 + 1.4 * (0.65 * coarse.at(x, y) + 0.35 * fine.at(x, y) - 0.5));
    }

    private static Background noise(int cells, RandomGenerator random) {
        double[][] grid = new double[cells + 1][cells + 1];
        for (double[] row : grid) {
            for (int i = 0; i < row.length; i++) {
                row[i] = random.nextDouble();
            }
        }
        return (x, y) -> {
            int left = Math.min((int) (x * cells), cells - 1);
            int top = Math.min((int) (y * cells), cells - 1);
            double across = smooth(x * cells - left);
            double down = smooth(y * cells - top);
            double upper = grid[top][left] + (grid[top][left + 1] - grid[top][left]) * across;
            double lower = grid[top + 1][left] + (grid[top + 1][left + 1] - grid[top + 1][left]) * across;
            return upper + (lower - upper) * down;
        };
    }

    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }

    private static double unit(double value) {
        return Math.max(0, Math.min(1, value));
    }
}
