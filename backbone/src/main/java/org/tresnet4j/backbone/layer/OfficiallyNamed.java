package org.tresnet4j.backbone.layer;

import java.util.Map;

/** A layer beside the backbone whose parameters have names in the authors' files. */
public interface OfficiallyNamed {

    /** What follows the node's name and a point in files, by the layer's own names; the shapes are the same. */
    Map<String, String> officialNames();
}
