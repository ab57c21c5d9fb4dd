package org.tresnet4j.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.tresnet4j.backbone.kernel.KernelTimes;

/**
 * A graph by its parts: what a node's name begins with, up to the first point ({@code body}, {@code fpn}, {@code head}),
 * and the loss for the graph's outputs.
 */
final class GraphParts {

    static final String LOSS = "loss";

    private static final Set<String> TIMED = Set.of("doForward", "doBackward");

    private GraphParts() {}

    /** Where the time of steps goes; the graph is as before afterwards. */
    static KernelTimes times(ComputationGraph network, int steps, Runnable step) {
        GraphVertex[] vertices = network.getVertices();
        GraphVertex[] plain = vertices.clone();
        for (int i = 0; i < vertices.length; i++) {
            vertices[i] = timed(plain[i]);
        }
        try {
            return KernelTimes.of(steps, step);
        } finally {
            System.arraycopy(plain, 0, vertices, 0, plain.length);
        }
    }

    private static GraphVertex timed(GraphVertex vertex) {
        String part = part(vertex);
        return (GraphVertex) Proxy.newProxyInstance(
                GraphVertex.class.getClassLoader(),
                new Class<?>[] {GraphVertex.class},
                (proxy, method, arguments) -> TIMED.contains(method.getName())
                        ? KernelTimes.part(part, () -> call(vertex, method, arguments))
                        : call(vertex, method, arguments));
    }

    private static Object call(GraphVertex vertex, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(vertex, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static String part(GraphVertex vertex) {
        String name = vertex.getVertexName();
        int point = name.indexOf('.');
        return vertex.isOutputVertex() ? LOSS : point < 0 ? name : name.substring(0, point);
    }
}
