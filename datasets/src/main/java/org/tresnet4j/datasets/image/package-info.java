/** Pictures: from any file that OpenCV reads to 8-bit RGB, or an error that says why not. */
package org.tresnet4j.datasets.image;
