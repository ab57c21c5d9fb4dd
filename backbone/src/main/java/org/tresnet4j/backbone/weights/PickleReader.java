package org.tresnet4j.backbone.weights;

import com.google.common.base.CharMatcher;
import com.google.common.base.Strings;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Reads the pickle of a PyTorch checkpoint without running it. Of Python's objects it knows dicts (as {@link Map}), lists
 * and tuples (as {@link List}), strings, whole numbers (as {@link Long} or {@link BigInteger}), floats (as {@link Double}),
 * bools, {@link None} and, by way of {@link TorchClass}, tensors; every other class is refused by its name.
 *
 * <p>The opcodes are those of Python's {@code pickletools}; of the text opcodes of protocol 0, which PyTorch does not write,
 * only {@code GLOBAL} is known.
 */
final class PickleReader {

    private static final int NEWEST_PROTOCOL = 5;
    private static final int LONGEST_NAME_SHOWN = 80;

    /** Python's {@code None}. */
    enum None {
        NONE
    }

    private final ByteBuffer pickle;
    private final List<Object> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    private PickleReader(byte[] bytes) {
        this.pickle = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads the object of a pickle.
     *
     * @throws PickleException if it is damaged, or has anything in it that is not on the list above
     */
    static Object read(byte[] bytes) throws PickleException {
        return new PickleReader(bytes).read();
    }

    private Object read() throws PickleException {
        while (true) {
            int at = pickle.position();
            int opcode = unsignedByte();
            if (opcode == '.') {
                return pop();
            }
            execute(opcode, at);
        }
    }

    private void execute(int opcode, int at) throws PickleException {
        switch (opcode) {
            case 0x80 -> protocol();
            case 0x95 -> take(Long.BYTES); // FRAME
            case '(' -> marks.add(stack.size());
            case '0' -> pop();
            case '1' -> popMarked();
            case '2' -> push(peek());
            case 'N' -> push(None.NONE);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'K' -> push((long) unsignedByte());
            case 'M' -> push((long) Short.toUnsignedInt(take(Short.BYTES).getShort()));
            case 'J' -> push((long) take(Integer.BYTES).getInt());
            case 0x8a -> push(wholeNumber(unsignedByte()));
            case 0x8b -> push(wholeNumber(length32()));
            case 'G' -> push(take(Double.BYTES).order(ByteOrder.BIG_ENDIAN).getDouble());
            case 'X' -> push(text(length32()));
            case 0x8c -> push(text(unsignedByte()));
            case 0x8d -> push(text(length64()));
            case 'T' -> push(text(length32()));
            case 'U' -> push(text(unsignedByte()));
            case '}' -> push(new LinkedHashMap<>());
            case ']', ')' -> push(new ArrayList<>());
            case 'd' -> dict();
            case 'l', 't' -> push(new ArrayList<>(popMarked()));
            case 0x85 -> push(new ArrayList<>(popLast(1)));
            case 0x86 -> push(new ArrayList<>(popLast(2)));
            case 0x87 -> push(new ArrayList<>(popLast(3)));
            case 'a' -> append(popLast(1));
            case 'e' -> append(popMarked());
            case 's' -> put(popLast(2));
            case 'u' -> put(popMarked());
            case 'q' -> memo.put(unsignedByte(), peek());
            case 'r' -> memo.put(length32(), peek());
            case 0x94 -> memo.put(memo.size(), peek());
            case 'h' -> push(remembered(unsignedByte()));
            case 'j' -> push(remembered(length32()));
            case 'c' -> push(TorchClass.named(line(), line()));
            case 0x93 -> stackGlobal();
            case 'R' -> reduce();
            case 'b' -> build();
            case 'Q' -> push(TorchClass.storage(pop()));
            default -> throw unknown(opcode, at);
        }
    }

    private static PickleException unknown(int opcode, int at) {
        String reason = switch (opcode) {
            case 'B', 'C', 0x8e, 0x96 -> "a Python bytes object";
            case 0x8f, 0x90, 0x91 -> "a Python set";
            case 'i', 'o', 0x81, 0x92 -> "a Python object of a class of its own";
            case 0x82, 0x83, 0x84 -> "a Python extension class";
            default -> String.format("the opcode 0x%02x at byte %d", opcode, at);
        };
        return new PickleException("has " + reason + " in it, which weights have no need of");
    }

    private void protocol() throws PickleException {
        int protocol = unsignedByte();
        if (protocol > NEWEST_PROTOCOL) {
            throw new PickleException("has pickle protocol " + protocol + "; up to " + NEWEST_PROTOCOL + " are known");
        }
    }

    private void dict() throws PickleException {
        List<Object> items = popMarked();
        push(new LinkedHashMap<>());
        put(items);
    }

    private void append(List<Object> items) throws PickleException {
        asList(peek()).addAll(items);
    }

    private void put(List<Object> items) throws PickleException {
        Map<Object, Object> map = asDict(peek());
        if (items.size() % 2 != 0) {
            throw damaged("a dict has a key without a value");
        }
        for (int i = 0; i < items.size(); i += 2) {
            Object key = items.get(i);
            if (!(key instanceof String || key instanceof Number || key instanceof Boolean)) {
                throw new PickleException("has a dict in it with a key that is neither text nor a number");
            }
            map.put(key, items.get(i + 1));
        }
    }

    private void stackGlobal() throws PickleException {
        List<Object> names = popLast(2);
        if (!(names.get(0) instanceof String module && names.get(1) instanceof String name)) {
            throw damaged("a class has no name");
        }
        push(TorchClass.named(module, name));
    }

    private void reduce() throws PickleException {
        List<Object> call = popLast(2);
        if (!(call.get(0) instanceof TorchClass torchClass)) {
            throw damaged("it calls what is no class");
        }
        push(torchClass.create(asList(call.get(1))));
    }

    /** The state of an OrderedDict is PyTorch's {@code _metadata}, which says nothing about the numbers. */
    private void build() throws PickleException {
        pop();
        asDict(peek());
    }

    private Object remembered(int index) throws PickleException {
        Object object = memo.get(index);
        if (object == null) {
            throw damaged("it refers to an object that is not in it");
        }
        return object;
    }

    private void push(Object object) {
        stack.add(object);
    }

    private int bottom() {
        return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    }

    private Object peek() throws PickleException {
        if (stack.size() <= bottom()) {
            throw damaged("an object is missing");
        }
        return stack.get(stack.size() - 1);
    }

    private Object pop() throws PickleException {
        Object top = peek();
        stack.remove(stack.size() - 1);
        return top;
    }

    private List<Object> popLast(int count) throws PickleException {
        if (stack.size() - count < bottom()) {
            throw damaged("an object is missing");
        }
        return popFrom(stack.size() - count);
    }

    private List<Object> popMarked() throws PickleException {
        if (marks.isEmpty()) {
            throw damaged("the beginning of a list is missing");
        }
        return popFrom(marks.remove(marks.size() - 1));
    }

    private List<Object> popFrom(int from) {
        List<Object> tail = stack.subList(from, stack.size());
        List<Object> popped = List.copyOf(tail);
        tail.clear();
        return popped;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> asList(Object object) throws PickleException {
        if (object instanceof List) {
            return (List<Object>) object;
        }
        throw damaged("an object is not the list it should be");
    }

    @SuppressWarnings("unchecked")
    private static Map<Object, Object> asDict(Object object) throws PickleException {
        if (object instanceof Map) {
            return (Map<Object, Object>) object;
        }
        throw damaged("an object is not the dict it should be");
    }

    private ByteBuffer take(int count) throws PickleException {
        if (count > pickle.remaining()) {
            throw damaged("it is cut short");
        }
        ByteBuffer taken = pickle.slice(pickle.position(), count).order(ByteOrder.LITTLE_ENDIAN);
        pickle.position(pickle.position() + count);
        return taken;
    }

    private int unsignedByte() throws PickleException {
        return Byte.toUnsignedInt(take(1).get());
    }

    private int length32() throws PickleException {
        return checked(Integer.toUnsignedLong(take(Integer.BYTES).getInt()));
    }

    private int length64() throws PickleException {
        return checked(take(Long.BYTES).getLong());
    }

    /** Lengths, and numbers of remembered objects: neither can be larger than the pickle. */
    private int checked(long number) throws PickleException {
        if (number < 0 || number > pickle.limit()) {
            throw damaged("it is cut short");
        }
        return (int) number;
    }

    private Object wholeNumber(int length) throws PickleException {
        ByteBuffer littleEndian = take(length);
        byte[] bigEndian = new byte[length + 1];
        for (int i = 0; i < length; i++) {
            bigEndian[length - i] = littleEndian.get(i);
        }
        bigEndian[0] = (byte) (length > 0 && bigEndian[1] < 0 ? -1 : 0);
        BigInteger number = new BigInteger(bigEndian);
        if (number.bitLength() < Long.SIZE) {
            return number.longValue();
        }
        return number;
    }

    private String text(int length) throws PickleException {
        return StandardCharsets.UTF_8.decode(take(length)).toString();
    }

    private String line() throws PickleException {
        int from = pickle.position();
        int end = IntStream.range(from, pickle.limit())
                .filter(i -> pickle.get(i) == '\n')
                .findFirst()
                .orElseThrow(() -> damaged("it is cut short"));
        String line = text(end - from);
        take(1);
        return line;
    }

    private static PickleException damaged(String reason) {
        return new PickleException("is damaged: " + reason);
    }

    /** A name from the file, fit to be shown in a line. */
    static String shown(String name) {
        String printable = CharMatcher.javaIsoControl().replaceFrom(name, '?');
        return printable.length() > LONGEST_NAME_SHOWN
                ? printable.substring(0, LONGEST_NAME_SHOWN) + "…"
                : Strings.nullToEmpty(printable);
    }
}
