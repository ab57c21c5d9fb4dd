/** Pictures sorted into folders by class. */
package org.tresnet4j.datasets.folder;
