/**
 * Changes of a picture and its boxes together. Transforms that move pixels also move the boxes and remember how, so that
 * what a network finds can be put back into the original picture.
 */
package org.tresnet4j.datasets.transform;
