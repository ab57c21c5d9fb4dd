/** The binary files of CIFAR-10 and CIFAR-100 (Krizhevsky 2009), whose pictures are records in large files. */
package org.tresnet4j.datasets.cifar;
