package org.tresnet4j.runner.device;

/**
 * One thing the doctor looked at.
 *
 * @param name what it is
 * @param value what was found
 * @param verdict whether that is well
 * @param advice the cure; empty when all is well
 */
public record Finding(String name, String value, Verdict verdict, String advice) {

    /** How serious it is. */
    public enum Verdict {
        /** As it should be. */
        WELL,
        /** Works, but slower or closer to a limit than it could. */
        NOTE,
        /** Will fail, or be many times slower. */
        PROBLEM
    }

    static Finding well(String name, String value) {
        return new Finding(name, value, Verdict.WELL, "");
    }

    static Finding note(String name, String value, String advice) {
        return new Finding(name, value, Verdict.NOTE, advice);
    }

    static Finding problem(String name, String value, String advice) {
        return new Finding(name, value, Verdict.PROBLEM, advice);
    }

    /** For example {@code [ok] threads: 2}. */
    @Override
    public String toString() {
        String mark = switch (verdict) {
            case WELL -> "[ok]     ";
            case NOTE -> "[note]   ";
            case PROBLEM -> "[problem]";
        };
        return mark + " " + name + ": " + value
                + (advice.isEmpty() ? "" : System.lineSeparator() + "          " + advice);
    }
}
