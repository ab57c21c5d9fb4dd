package org.tresnet4j.multilabel.head;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tresnet4j.backbone.layer.Initial;
import org.tresnet4j.backbone.layer.ParameterTable;

/** The parameters of {@link MlDecoder}; initial values as the reference code has them. */
final class MlDecoderParameters extends ParameterTable<MlDecoder> {

    static final MlDecoderParameters INSTANCE = new MlDecoderParameters();

    static final String EMBEDDING = "embedding";
    static final String QUERIES = "queries";
    static final String QUERY_NORM = "norm1";
    static final String ATTENTION_IN = "attentionIn";
    static final String ATTENTION_OUT = "attentionOut";
    static final String ATTENTION_NORM = "norm2";
    static final String EXPANSION = "linear1";
    static final String CONTRACTION = "linear2";
    static final String FEED_FORWARD_NORM = "norm3";
    static final String CLASSES = "classes";

    /** The names in the files of the reference code, behind {@code head.decoder.}. */
    static final Map<String, String> OFFICIAL_NAMES = ImmutableMap.<String, String>builder()
            .put(weights(EMBEDDING), "embed_standart.weight")
            .put(bias(EMBEDDING), "embed_standart.bias")
            .put(QUERIES, "query_embed.weight")
            .put(gamma(QUERY_NORM), "layers.0.norm1.weight")
            .put(beta(QUERY_NORM), "layers.0.norm1.bias")
            .put(weights(ATTENTION_IN), "layers.0.multihead_attn.in_proj_weight")
            .put(bias(ATTENTION_IN), "layers.0.multihead_attn.in_proj_bias")
            .put(weights(ATTENTION_OUT), "layers.0.multihead_attn.out_proj.weight")
            .put(bias(ATTENTION_OUT), "layers.0.multihead_attn.out_proj.bias")
            .put(gamma(ATTENTION_NORM), "layers.0.norm2.weight")
            .put(beta(ATTENTION_NORM), "layers.0.norm2.bias")
            .put(weights(EXPANSION), "layers.0.linear1.weight")
            .put(bias(EXPANSION), "layers.0.linear1.bias")
            .put(weights(CONTRACTION), "layers.0.linear2.weight")
            .put(bias(CONTRACTION), "layers.0.linear2.bias")
            .put(gamma(FEED_FORWARD_NORM), "layers.0.norm3.weight")
            .put(beta(FEED_FORWARD_NORM), "layers.0.norm3.bias")
            .put(weights(CLASSES), "duplicate_pooling")
            .put(bias(CLASSES), "duplicate_pooling_bias")
            .build();

    /** Projections of queries, keys and values. */
    private static final int PROJECTIONS = 3;

    private MlDecoderParameters() {
        super(MlDecoder.class);
    }

    static String weights(String part) {
        return part + ".W";
    }

    static String bias(String part) {
        return part + ".b";
    }

    static String gamma(String norm) {
        return norm + ".gamma";
    }

    static String beta(String norm) {
        return norm + ".beta";
    }

    @Override
    protected List<Entry> entries(MlDecoder head) {
        long width = head.getWidth();
        long hidden = head.getHidden();
        List<Entry> entries = new ArrayList<>();
        addLinear(entries, EMBEDDING, head.getNIn(), width);
        entries.add(new Entry(QUERIES, Role.CONSTANT, Initial.normal(1), head.getGroups(), width));
        addNormalization(entries, QUERY_NORM, width);
        addProjections(entries, width);
        addNormalization(entries, ATTENTION_NORM, width);
        addLinear(entries, EXPANSION, width, hidden);
        addLinear(entries, CONTRACTION, hidden, width);
        addNormalization(entries, FEED_FORWARD_NORM, width);
        addClasses(entries, head);
        return entries;
    }

    /** PyTorch's initial values of a fully connected layer: within ±1/√inputs. */
    private static void addLinear(List<Entry> entries, String name, long inputs, long outputs) {
        double bound = 1 / Math.sqrt(inputs);
        entries.add(new Entry(weights(name), Role.WEIGHT, Initial.uniform(bound), outputs, inputs));
        entries.add(new Entry(bias(name), Role.BIAS, Initial.uniform(bound), outputs));
    }

    private static void addNormalization(List<Entry> entries, String name, long width) {
        entries.add(new Entry(gamma(name), Role.BIAS, Initial.constant(1), width));
        entries.add(new Entry(beta(name), Role.BIAS, Initial.constant(0), width));
    }

    private static void addProjections(List<Entry> entries, long width) {
        long outputs = PROJECTIONS * width;
        entries.add(new Entry(weights(ATTENTION_IN), Role.WEIGHT, Initial.xavier(width, outputs, 1), outputs, width));
        entries.add(new Entry(bias(ATTENTION_IN), Role.BIAS, Initial.constant(0), outputs));
        entries.add(
                new Entry(weights(ATTENTION_OUT), Role.WEIGHT, Initial.uniform(1 / Math.sqrt(width)), width, width));
        entries.add(new Entry(bias(ATTENTION_OUT), Role.BIAS, Initial.constant(0), width));
    }

    /** Xavier normal with PyTorch's fans of three dimensions: D·g and G·g. */
    private static void addClasses(List<Entry> entries, MlDecoder head) {
        long classes = head.getNOut();
        long groups = head.getGroups();
        long each = (classes + groups - 1) / groups;
        double deviation = Math.sqrt(2.0 / ((head.getWidth() + groups) * each));
        entries.add(new Entry(weights(CLASSES), Role.WEIGHT, Initial.normal(deviation), groups, head.getWidth(), each));
        entries.add(new Entry(bias(CLASSES), Role.BIAS, Initial.constant(0), classes));
    }
}
