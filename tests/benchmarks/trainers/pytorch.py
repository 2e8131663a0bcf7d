"""PyTorch's usual loop: the digits as tensors in memory, a shuffled batch, a step of Adam."""

import torch

from tests.benchmarks.trainers.task import LEARNING_RATE, answer, read_task


def main() -> None:
    """Train and print the seconds."""
    task = read_task()
    images, labels = task.load()
    x, y = torch.from_numpy(images), torch.from_numpy(labels).long()
    layers: list[torch.nn.Module] = []
    width = 784
    for units in task.hidden_units:
        layers += [torch.nn.Linear(width, units), torch.nn.ReLU()]
        width = units
    if task.dropout:
        layers.append(torch.nn.Dropout(task.dropout))
    model = torch.nn.Sequential(*layers, torch.nn.Linear(width, 10))
    optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
    loss_of = torch.nn.CrossEntropyLoss()

    def epoch() -> None:
        model.train()
        for chosen in torch.randperm(len(x)).split(task.batch_size):
            optimizer.zero_grad()
            loss_of(model(x[chosen]), y[chosen]).backward()
            optimizer.step()

    task.run(epoch)
    answer(task, f"PyTorch {torch.__version__}")


main()
