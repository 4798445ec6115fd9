"""Known mistakes in a small CNN, each with the words it must earn."""

import torch
from torch import nn
from torch.nn import functional as F

from kata.known import mistake
from week5.kata5_small_cnn import SmallCNN


@mistake("SmallCNN", "a model can hold no layers before that line")
class SuperForgotten(nn.Module):
    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        self.conv1 = nn.Conv2d(3, channels[0], 3, padding=1)


@mistake("SmallCNN", "a model can hold no layers before that line")
class SuperForgottenAndLayersUnseen(nn.Module):
    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        self.layers = [nn.Conv2d(3, channels[0], 3, padding=1), nn.Conv2d(*channels, 3, padding=1)]
        self.size = channels[1] * (image_size // 4) ** 2, n_classes

    def features(self, x):
        for layer in self.layers:
            x = F.max_pool2d(layer(x).relu(), 2)
        return x

    def forward(self, x):
        return nn.Linear(*self.size)(self.features(x).flatten(1))


@mistake("SmallCNN", "makes is no network")
class NoModule:
    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        self.conv1 = nn.Conv2d(3, channels[0], 3, padding=1)


@mistake("SmallCNN", "The network has no method `forward`")
class ForwardMisspelt(nn.Module):
    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__()
        self.inside = SmallCNN(n_classes, image_size, channels)

    def features(self, x):
        return self.inside.features(x)

    def foward(self, x):
        return self.inside(x)


@mistake("SmallCNN", "hidden by the method of that name")
class LayerNamedLikeTheMethod(nn.Module):
    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__()
        one, two = channels
        self.features = nn.Sequential(
            nn.Conv2d(3, one, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(one, two, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        )  # fmt: skip
        self.head = nn.Linear(two * (image_size // 4) ** 2, n_classes)

    def features(self, x):
        return self.features(x)

    def forward(self, x):
        return self.head(self.features(x).flatten(1))


@mistake("SmallCNN", "another number of maps than it is made for")
class SecondConvolutionReadsColours(SmallCNN):
    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__(n_classes, image_size, channels)
        self.conv2 = nn.Conv2d(3, channels[1], 3, padding=1)


@mistake("SmallCNN", "Without padding every convolution takes a pixel")
class NoPadding(SmallCNN):
    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__(n_classes, image_size, channels)
        self.conv1 = nn.Conv2d(3, channels[0], 3)
        self.conv2 = nn.Conv2d(channels[0], channels[1], 3)
        side = ((image_size - 2) // 2 - 2) // 2
        self.head = nn.Linear(channels[1] * side * side, n_classes)


@mistake("SmallCNN", "One of the two convolutions has no padding")
class FirstWithoutPadding(SmallCNN):
    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__(n_classes, image_size, channels)
        self.conv1 = nn.Conv2d(3, channels[0], 3)


@mistake("SmallCNN", "One of the two convolutions has no padding")
class SecondWithoutPadding(SmallCNN):
    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__(n_classes, image_size, channels)
        self.conv2 = nn.Conv2d(channels[0], channels[1], 3)


@mistake("SmallCNN", "`features` gives them with their height and width")
class FeaturesFlattened(SmallCNN):
    def features(self, x):
        return super().features(x).flatten(1)

    def forward(self, x):
        return self.head(self.features(x))


@mistake("SmallCNN", "Is there a `return` at the end?")
class ReturnForgotten(SmallCNN):
    def features(self, x):
        F.max_pool2d(F.relu(self.conv2(F.max_pool2d(F.relu(self.conv1(x)), 2))), 2)


@mistake("SmallCNN", "there is no pooling")
class NotPooled(SmallCNN):
    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__(n_classes, image_size, channels)
        self.head = nn.Linear(channels[1] * image_size**2, n_classes)

    def features(self, x):
        return F.relu(self.conv2(F.relu(self.conv1(x))))


@mistake("SmallCNN", "Height and width were halved once")
class PooledOnce(SmallCNN):
    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__(n_classes, image_size, channels)
        self.head = nn.Linear(channels[1] * (image_size // 2) ** 2, n_classes)

    def features(self, x):
        return F.max_pool2d(F.relu(self.conv2(F.relu(self.conv1(x)))), 2)


@mistake("SmallCNN", "windows of the pooling overlap")
class OverlappingWindows(SmallCNN):
    def features(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2, stride=1)
        return F.max_pool2d(F.relu(self.conv2(x)), 2, stride=1)


@mistake("SmallCNN", "halved more than twice")
class StrideAndPooling(SmallCNN):
    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__(n_classes, image_size, channels)
        self.conv1.stride = self.conv2.stride = (2, 2)


@mistake("SmallCNN", "odd edge was kept")
class OddEdgeKept(SmallCNN):
    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__(n_classes, image_size, channels)
        side = -(-image_size // 4)
        self.head = nn.Linear(channels[1] * side * side, n_classes)

    def features(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2, ceil_mode=True)
        return F.max_pool2d(F.relu(self.conv2(x)), 2, ceil_mode=True)


@mistake("SmallCNN", "does not depend on `channels`")
class FixedChannels(SmallCNN):
    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__(n_classes, image_size, (32, 64))


@mistake("SmallCNN", "That many maps come from the first convolution")
class StopsAfterTheFirst(SmallCNN):
    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__(n_classes, image_size, channels)
        self.head = nn.Linear(channels[0] * (image_size // 2) ** 2, n_classes)

    def features(self, x):
        return F.max_pool2d(F.relu(self.conv1(x)), 2)


@mistake("SmallCNN", "moved the border between images")
class ViewWithTheWrongSize(SmallCNN):
    """5.43: right for images of 32×32. Four images of 16×16 become one row."""

    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__(n_classes, 32, channels)
        self.left = channels[1] * 8 * 8

    def forward(self, x):
        return self.head(self.features(x).view(-1, self.left))


@mistake("SmallCNN", "made for another number of features")
class MadeFor32(SmallCNN):
    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__(n_classes, 32, channels)


@mistake("SmallCNN", "made for another number of features")
class HalvedOnceInTheSum(SmallCNN):
    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__(n_classes, image_size, channels)
        self.head = nn.Linear(channels[1] * (image_size // 2) ** 2, n_classes)


@mistake("SmallCNN", "made for another number of features")
class SizeRounded(SmallCNN):
    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__(n_classes, image_size, channels)
        self.head = nn.Linear(channels[1] * round(image_size / 4) ** 2, n_classes)


@mistake("SmallCNN", "whole batch was flattened into one row")
class BatchFlattened(SmallCNN):
    def forward(self, x):
        return self.head(self.features(x).flatten())


@mistake("SmallCNN", "whole batch was flattened into one row")
class BatchInOneRow(SmallCNN):
    def forward(self, x):
        return self.head(self.features(x).reshape(1, -1))


@mistake("SmallCNN", "Flatten the maps of each image before the linear layer")
class LinearOnTheLastAxis(SmallCNN):
    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__(n_classes, image_size, channels)
        self.head = nn.Linear(image_size // 4, n_classes)

    def forward(self, x):
        return self.head(self.features(x))


@mistake("SmallCNN", "looks like the answer, not like the scores")
class LabelsInstead(SmallCNN):
    def forward(self, x):
        return super().forward(x).argmax(1)


@mistake("SmallCNN", "There are always 10 scores")
class AlwaysTen(SmallCNN):
    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__(10, image_size, channels)


@mistake("SmallCNN", "There is nothing to train")
class LayersMadeInForward(nn.Module):
    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__()
        self.n_classes, self.channels = n_classes, channels

    def features(self, x):
        one, two = self.channels
        x = F.max_pool2d(F.relu(nn.Conv2d(3, one, 3, padding=1)(x)), 2)
        return F.max_pool2d(F.relu(nn.Conv2d(one, two, 3, padding=1)(x)), 2)

    def forward(self, x):
        flat = self.features(x).flatten(1)
        return nn.Linear(flat.shape[1], self.n_classes)(flat)


@mistake("SmallCNN", "Only the linear layer is part of the model")
class LayersInAList(nn.Module):
    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__()
        one, two = channels
        self.convolutions = [nn.Conv2d(3, one, 3, padding=1), nn.Conv2d(one, two, 3, padding=1)]
        self.head = nn.Linear(two * (image_size // 4) ** 2, n_classes)

    def features(self, x):
        for convolution in self.convolutions:
            x = F.max_pool2d(F.relu(convolution(x)), 2)
        return x

    def forward(self, x):
        return self.head(self.features(x).flatten(1))


@mistake("SmallCNN", "The linear layer is not part of the model")
class HeadMadeInForward(SmallCNN):
    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__(n_classes, image_size, channels)
        del self.head
        self.n_classes = n_classes

    def forward(self, x):
        flat = self.features(x).flatten(1)
        return nn.Linear(flat.shape[1], self.n_classes)(flat)


@mistake("SmallCNN", "The first convolution has 32 filters")
class FirstFixed(SmallCNN):
    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__(n_classes, image_size, (32, channels[1]))


@mistake("SmallCNN", "The first convolution has channels[1] filters")
class FirstLikeTheSecond(SmallCNN):
    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__(n_classes, image_size, (channels[1], channels[1]))


@mistake("SmallCNN", "it sees one colour only")
class FirstColourOnly(SmallCNN):
    """5.45: 3·3 weights a filter, for one of three colours."""

    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__(n_classes, image_size, channels)
        self.conv1 = nn.Conv2d(1, channels[0], 3, padding=1)

    def features(self, x):
        return super().features(x[:, :1])


@mistake("SmallCNN", "The filters have no bias")
class NoBias(SmallCNN):
    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__(n_classes, image_size, channels)
        self.conv1 = nn.Conv2d(3, channels[0], 3, padding=1, bias=False)
        self.conv2 = nn.Conv2d(channels[0], channels[1], 3, padding=1, bias=False)


@mistake("SmallCNN", "The kernels are 5 wide")
class FiveWide(SmallCNN):
    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__(n_classes, image_size, channels)
        self.conv1 = nn.Conv2d(3, channels[0], 5, padding=2)
        self.conv2 = nn.Conv2d(channels[0], channels[1], 5, padding=2)


@mistake("SmallCNN", "more layers with weights than two convolutions")
class OneMoreLayer(SmallCNN):
    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__(n_classes, image_size, channels)
        inputs = self.head.in_features
        self.head = nn.Sequential(nn.Linear(inputs, 20), nn.ReLU(), nn.Linear(20, n_classes))


@mistake("SmallCNN", "add up to 1 for each image")
class SoftmaxInside(SmallCNN):
    def forward(self, x):
        return super().forward(x).softmax(1)


@mistake("SmallCNN", "add up to 1 for each class")
class SoftmaxOverTheBatch(SmallCNN):
    def forward(self, x):
        return super().forward(x).softmax(0)


@mistake("SmallCNN", "logarithms of probabilities")
class LogSoftmaxInside(SmallCNN):
    def forward(self, x):
        return F.log_softmax(super().forward(x), dim=1)


@mistake("SmallCNN", "no ReLU, no sigmoid")
class ReluAtTheEnd(SmallCNN):
    """5.31."""

    def forward(self, x):
        return F.relu(super().forward(x))


@mistake("SmallCNN", "no ReLU, no sigmoid")
class SigmoidAtTheEnd(SmallCNN):
    def forward(self, x):
        return super().forward(x).sigmoid()


@mistake("SmallCNN", "as from tanh")
class TanhAtTheEnd(SmallCNN):
    def forward(self, x):
        return super().forward(x).tanh()


@mistake("SmallCNN", "nothing that comes out of `features` is below 0")
class NoReluAtAll(SmallCNN):
    def features(self, x):
        return F.max_pool2d(self.conv2(F.max_pool2d(self.conv1(x), 2)), 2)


@mistake("SmallCNN", "nothing that comes out of `features` is below 0")
class ReluOnlyAfterTheFirst(SmallCNN):
    def features(self, x):
        return F.max_pool2d(self.conv2(F.max_pool2d(F.relu(self.conv1(x)), 2)), 2)


@mistake("SmallCNN", "Is there something else in its place")
class SigmoidInstead(SmallCNN):
    def features(self, x):
        return F.max_pool2d(self.conv2(F.max_pool2d(self.conv1(x).sigmoid(), 2)).sigmoid(), 2)


@mistake("SmallCNN", "The ReLU after the first convolution is missing")
class ReluOnlyAfterTheSecond(SmallCNN):
    def features(self, x):
        return F.max_pool2d(F.relu(self.conv2(F.max_pool2d(self.conv1(x), 2))), 2)


@mistake("SmallCNN", "That is the mean of each window")
class AveragePooling(SmallCNN):
    def features(self, x):
        return F.avg_pool2d(F.relu(self.conv2(F.avg_pool2d(F.relu(self.conv1(x)), 2))), 2)


@mistake("SmallCNN", "squeeze() takes away every axis of length 1")
class Squeezed(SmallCNN):
    def forward(self, x):
        return super().forward(x).squeeze()


@mistake("SmallCNN", "depend on the other images in its batch")
class ImagesMixed(SmallCNN):
    """The right shape, and every row holds numbers of all images."""

    def forward(self, x):
        maps = self.features(x)
        return self.head(maps.permute(1, 2, 3, 0).reshape(len(maps), -1))


@mistake("SmallCNN", "depend on the other images in its batch")
class BatchMeanSubtracted(SmallCNN):
    def forward(self, x):
        return super().forward(x - x.mean())


@mistake("SmallCNN", "F.dropout drops other numbers each time")
class DropoutAlwaysOn(SmallCNN):
    def forward(self, x):
        return self.head(F.dropout(self.features(x).flatten(1), 0.5))


@mistake("SmallCNN", "changed the images, and the caller still needs them")
class ImagesCentredInPlace(SmallCNN):
    def forward(self, x):
        x -= x.mean(dim=(1, 2, 3), keepdim=True)
        return super().forward(x)


@mistake("SmallCNN", "the way back from the scores is cut")
class EverythingDetached(SmallCNN):
    def forward(self, x):
        with torch.no_grad():
            return super().forward(x)


@mistake("SmallCNN", "The way back is cut.")
class FeaturesDetached(SmallCNN):
    def forward(self, x):
        return self.head(self.features(x).detach().flatten(1))


@mistake("SmallCNN", "image_size // 2 // 2 counts whole pixels")
class SizeWithFractions(SmallCNN):
    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__(n_classes, image_size, channels)
        self.head = nn.Linear(channels[1] * (image_size / 4) ** 2, n_classes)


@mistake("SmallCNN", "They come prepared: take them as they are")
class DividedBy255(SmallCNN):
    def features(self, x):
        return super().features(x / 255)


@mistake("SmallCNN", "changed the images, and the caller still needs them")
class ImagesShiftedInPlace(SmallCNN):
    def features(self, x):
        x -= 0.5
        return super().features(x)


@mistake("SmallCNN", "say a scaling of the images")
class EachImageStandardised(SmallCNN):
    def features(self, x):
        return super().features((x - x.mean((1, 2, 3), keepdim=True)) / x.std((1, 2, 3), keepdim=True))


@mistake("SmallCNN", "The first pooling is missing")
class PooledByFourAtTheEnd(SmallCNN):
    def features(self, x):
        return F.max_pool2d(F.relu(self.conv2(F.relu(self.conv1(x)))), 4)


@mistake("SmallCNN", "3 wide and overlap")
class WindowsOfThree(SmallCNN):
    def features(self, x):
        for convolution in (self.conv1, self.conv2):
            side = x.shape[2] // 2
            x = F.max_pool2d(F.relu(convolution(x)), 3, stride=2, padding=1)[..., :side, :side]
        return x


@mistake("SmallCNN", "keeps it in the place of the old one")
class HeadMadeAnewAndKept(SmallCNN):
    def forward(self, x):
        x = self.features(x).flatten(1)
        self.head = nn.Linear(x.shape[1], self.head.out_features)
        return self.head(x)


@mistake("SmallCNN", "All filters begin with the same numbers")
class FiltersBeginEqual(SmallCNN):
    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__(n_classes, image_size, channels)
        for parameter in self.parameters():
            nn.init.constant_(parameter, 0.01)
