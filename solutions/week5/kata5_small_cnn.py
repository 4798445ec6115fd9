"""A small CNN for photos.

Your dense network took a photo for a long list of numbers: whoever shuffled its pixels, the same way in every
photo, would not have disturbed it. A convolutional network looks at photos as photos. Its filters are small, they
slide over the whole picture, and a cat is a cat on the left and on the right. This kata puts together
what you know: convolution and pooling from kata 4, logits from kata 2. Train it with kata 3.
"""

from torch import Tensor, nn
from torch.nn import functional as F


class SmallCNN(nn.Module):
    """Two convolutions with ReLU and pooling, then one linear layer: a small network for photos.

    Twice: a convolution with kernels of 3×3 and a padding of 1, which keeps height and width; ReLU; max-pooling over
    windows of 2×2, which halves them and drops an odd edge. Then every map is laid out flat, image by image,
    and one linear layer makes a score for each class of it. Nothing after that: no ReLU, no softmax, because
    the loss takes logits. All convolutions and the linear layer have a bias.

    `channels` says how many filters the first and the second convolution have, so how many maps they give. The
    number of weights follows from the shapes: every filter has 3·3 weights for each map that it reads, and one bias.

    It is a class, as PyTorch's own networks are: `__init__` makes the layers once, and the other two
    methods use them. `model(images)` calls `forward` for you. What the tests ask for is what comes out, how
    many numbers can be trained, and that they can be; how you name your layers is up to you.

    Example:
        >>> model = SmallCNN(10)
        >>> sum(parameter.numel() for parameter in model.parameters())   # 896 + 18,496 + 40,970
        60362
    """

    def __init__(self, n_classes: int, image_size: int = 32, channels: tuple[int, int] = (32, 64)) -> None:
        """Make the layers. A layer that is made here is part of the model, and will be trained.
        Its first weights are random; PyTorch's layers see to that.

        The first line is `super().__init__()`: it prepares the model for holding layers.

        Args:
            n_classes: how many scores an image gets.
            image_size: height and width of the images in pixels, 4 or more. After two poolings
                image_size // 2 // 2 of it is left: 32 gives 8, 30 gives 7.
            channels: how many filters the first and the second convolution have.
        """
        # BEGIN SOLUTION
        super().__init__()
        first, second = channels
        side = image_size // 2 // 2
        self.conv1 = nn.Conv2d(3, first, kernel_size=3, padding=1)
        self.conv2 = nn.Conv2d(first, second, kernel_size=3, padding=1)
        self.head = nn.Linear(second * side * side, n_classes)
        # END SOLUTION

    def features(self, x: Tensor) -> Tensor:
        """The feature maps: what the linear layer will be given, before it is flattened.

        Args:
            x: images, shape (n, 3, image_size, image_size), float, prepared already; they stay as they are.

        Returns:
            Shape (n, channels[1], image_size // 2 // 2, image_size // 2 // 2), and nothing below 0.
        """
        # BEGIN SOLUTION
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        return F.max_pool2d(F.relu(self.conv2(x)), 2)
        # END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """The scores of the classes: features, laid out flat for each image, through the linear layer.

        Args:
            x: images, as for `features`.

        Returns:
            Logits, shape (n, n_classes): a row for each image, whatever else is in the batch.
        """
        # BEGIN SOLUTION
        return self.head(self.features(x).flatten(1))
        # END SOLUTION
