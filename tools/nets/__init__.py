"""What weeks 5 to 8 are given: a pretrained network, photos as batches, pictures, and a look inside a network.

lite0          EfficientNet-Lite0 with its trained weights: a photo in, 1,280 features out
published      wrote down what another program for the same network makes of a few photos, to hold ours to
pictures       the real photos and textures as arrays, split so that no subject is in two parts
architectures  what a saved model's few words about its network can name
workbench      batches, half precision, which photos belong together: for a pipeline
steps          long work in steps, so that it can be stopped and goes on
drawings       curves, a confusion matrix, and mistakes side by side, as PNG files
sources        which of the course's files a program of yours needs
apps           what an app in a browser would show, without the browser
peculiar       small networks that tests show to katas
probes         what a test sees of a network: its weights, its modes, the hooks that were left in it

`kata` knows nothing of this room: weeks 1 to 4 run where torch is not installed.
"""
