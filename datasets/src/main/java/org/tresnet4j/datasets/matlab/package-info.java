/** Data sets whose labels are in MATLAB's files: Stanford Cars and Oxford Flowers. */
package org.tresnet4j.datasets.matlab;
