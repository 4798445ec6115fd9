"""What the course has that needs torch: a pretrained network, photos as batches, and a look inside a network.

lite0      EfficientNet-Lite0 with its trained weights: a photo in, 1,280 features out
published  wrote down what another program for the same network makes of a few photos, to hold ours to
pictures   the real photos and textures as arrays, split so that no subject is in two parts
probes     what a test sees of a network: its weights, its modes, the hooks that were left in it

`kata` knows nothing of this room: weeks 1 to 4 run where torch is not installed.
"""
