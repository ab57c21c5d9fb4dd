package org.tresnet4j.runner.device;

import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.runner.config.Device;
import org.tresnet4j.runner.spi.TaskException;

/** Makes sure that a run computes on what it asks for. */
public final class RequiredDevice {

    private RequiredDevice() {}

    /**
     * Checks the library that computes.
     *
     * @throws TaskException when it is another one than was asked for; the message says how to get that
     */
    public static void check(Device device) {
        check(device, Nd4j.getEnvironment().isCPU());
    }

    static void check(Device device, boolean cpu) {
        if (device == Device.CUDA && cpu) {
            throw new TaskException("device: cuda is asked for, but this build computes on processors; build with"
                    + " 'mvn package -DskipTests -Pcuda', or set device: auto");
        }
        if (device == Device.CPU && !cpu) {
            throw new TaskException("device: cpu is asked for, but this build computes on CUDA; build without -Pcuda,"
                    + " or set device: auto");
        }
    }
}
