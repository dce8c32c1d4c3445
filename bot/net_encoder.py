"""The half of the net of danger that reads for meaning: MiniLM with its last layers tuned to danger."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import cpu_count
from typing import Any, Dict, Iterator, List, Sequence, Tuple

import numpy as np

from bot import net_onnx
from bot.net_weights import EPSILON, HEADS_OF_ATTENTION, LAYERS, WIDTH, packaged, tokens

TUNED = 2  # layers, the last
EPOCHS, BATCH, RATE, WARM = 2, 32, 2e-4, 0.06
QUICK = 20.0  # how much faster the last regression learns than the layers, which know something already
SEED = 0


@dataclass(frozen=True)
class _Layers:
    """The last layers in TensorFlow, over their weights by name."""

    weights: Dict[str, Any]

    def scores(self, given: Any, mask: Any) -> Any:
        """Returns the score (n, h) of each head for (n, t, 384); mask (n, t) is 1 for a word piece, 0 for padding."""
        import tensorflow as tf

        hidden = (1.0 - mask)[:, tf.newaxis, tf.newaxis, :] * -1e9
        for layer in range(LAYERS - TUNED, LAYERS):
            given = self._layer(given, hidden, f"{layer}.")
        mean = tf.reduce_sum(given * mask[:, :, tf.newaxis], 1) / tf.reduce_sum(mask, 1, keepdims=True)
        return (tf.matmul(mean, self.weights["head.w"]) + self.weights["head.b"]) * QUICK

    def _layer(self, given: Any, hidden: Any, at: str) -> Any:
        import tensorflow as tf

        query, key, value = (self._split(self._dense(given, at + name)) for name in ("query", "key", "value"))
        weight = tf.matmul(query, key, transpose_b=True) * (WIDTH / HEADS_OF_ATTENTION) ** -0.5
        heard = tf.transpose(tf.matmul(tf.nn.softmax(weight + hidden), value), (0, 2, 1, 3))
        given = self._norm(given + self._dense(tf.reshape(heard, tf.shape(given)), at + "out"), at + "norm")
        # The approximation differs by less than 0.001 and trains a quarter faster.
        wide = tf.nn.gelu(self._dense(given, at + "wide"), approximate=True)
        return self._norm(given + self._dense(wide, at + "narrow"), at + "last")

    def _dense(self, given: Any, name: str) -> Any:
        import tensorflow as tf

        weight = self.weights[name + ".w"]
        flat = tf.matmul(tf.reshape(given, (-1, weight.shape[0])), weight) + self.weights[name + ".b"]
        return tf.reshape(flat, tf.concat([tf.shape(given)[:-1], [weight.shape[1]]], 0))

    def _norm(self, given: Any, name: str) -> Any:
        import tensorflow as tf

        apart = given - tf.reduce_mean(given, -1, keepdims=True)
        scale = tf.math.rsqrt(tf.reduce_mean(tf.square(apart), -1, keepdims=True) + EPSILON)
        return apart * scale * self.weights[name + ".w"] + self.weights[name + ".b"]

    def _split(self, given: Any) -> Any:
        import tensorflow as tf

        shape = tf.shape(given)
        apart = tf.reshape(given, (shape[0], shape[1], HEADS_OF_ATTENTION, WIDTH // HEADS_OF_ATTENTION))
        return tf.transpose(apart, (0, 2, 1, 3))


def tuned(texts: Sequence[str], wanted: np.ndarray) -> Dict[str, np.ndarray]:
    """Returns the encoder's weights with the last layers, and a regression a head, fitted to what is wanted (n, h).

    About three minutes on two cores for 24,000 texts.
    """
    import tensorflow as tf

    weights, heads = packaged(), wanted.shape[1]
    given = below(weights, texts)
    own = {name: value for name, value in weights.items() if name[0].isdigit() and int(name[0]) >= LAYERS - TUNED}
    own.update({"head.w": np.zeros((WIDTH, heads), np.float32), "head.b": np.zeros(heads, np.float32)})
    learnt = {name: tf.Variable(value) for name, value in own.items()}
    step = _step(learnt, heads, EPOCHS * -(-len(texts) // BATCH))
    chance = np.random.RandomState(SEED)
    for _ in range(EPOCHS):
        for batch in _batches([len(one) for one in given], chance):
            step(*_padded([given[i] for i in batch]), wanted[batch].astype(np.float32))
    found = {name: value.numpy() for name, value in learnt.items()}
    return {**weights, **found, "head.w": found["head.w"] * QUICK, "head.b": found["head.b"] * QUICK}


def below(weights: Dict[str, np.ndarray], texts: Sequence[str]) -> List[np.ndarray]:
    """Returns what the layers that are not tuned make of each text (t, 384), in half precision: in int8, as later."""
    run = net_onnx.session(net_onnx.int8(weights, LAYERS - TUNED))
    with ThreadPoolExecutor(cpu_count()) as cores:
        return list(cores.map(lambda pieces: run(pieces).astype(np.float16), tokens(texts)))


def _step(learnt: Dict[str, Any], heads: int, steps: int) -> Any:
    """Returns the function that learns from one padded batch."""
    import tensorflow as tf

    class Rate(tf.keras.optimizers.schedules.LearningRateSchedule):
        """Rises from nothing in the first steps, then falls to nothing in the last."""

        def __call__(self, step: Any) -> Any:
            share = tf.cast(step + 1, tf.float32) / steps
            return RATE * tf.maximum(0.0, tf.minimum(share / WARM, (1.0 - share) / (1.0 - WARM)))

    layers, optimizer, values = _Layers(learnt), tf.keras.optimizers.legacy.Adam(Rate()), list(learnt.values())
    shapes = [tf.TensorSpec((None, None, WIDTH)), tf.TensorSpec((None, None)), tf.TensorSpec((None, heads))]

    @tf.function(input_signature=shapes, autograph=False)
    def step(given: Any, mask: Any, goal: Any) -> None:
        with tf.GradientTape() as tape:
            found = layers.scores(given, mask)
            loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(goal, found))
        slopes, _ = tf.clip_by_global_norm(tape.gradient(loss, values), 1.0)
        optimizer.apply_gradients(zip(slopes, values, strict=True))

    return step


def _batches(lengths: Sequence[int], chance: np.random.RandomState) -> Iterator[List[int]]:
    """Yields every text once in batches of like length, in an order of chance."""
    order = chance.permutation(len(lengths))
    batches = []
    for start in range(0, len(order), BATCH * 50):
        own = sorted(order[start : start + BATCH * 50], key=lambda i: lengths[i])
        batches += [own[at : at + BATCH] for at in range(0, len(own), BATCH)]
    for i in chance.permutation(len(batches)):
        yield batches[i]


def _padded(rows: Sequence[np.ndarray]) -> Tuple[np.ndarray, np.ndarray]:
    longest = max(map(len, rows))
    given, mask = np.zeros((len(rows), longest, WIDTH), np.float32), np.zeros((len(rows), longest), np.float32)
    for row, values in enumerate(rows):
        given[row, : len(values)], mask[row, : len(values)] = values, 1
    return given, mask
