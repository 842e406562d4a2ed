"""The nets of a run as they were after each epoch, for looking back: a bounded number of files of bounded size."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rnnviz.core.typed import InputError
from rnnviz.learn.trained import Trained, load

MOST = 40
MOST_BYTES = 128 * 2**20


@dataclass
class Checkpoints:
    """Files `epoch-0001.safetensors` … in a folder. Too many: every other one goes, never first or last."""

    folder: Path
    most: int = MOST
    most_bytes: int = MOST_BYTES

    def epochs(self) -> list[int]:
        """The epochs that can be looked back at."""
        return sorted(int(path.stem.split("-")[1]) for path in self.folder.glob("epoch-*.safetensors"))

    def path(self, epoch: int) -> Path:
        return self.folder / f"epoch-{epoch:04d}.safetensors"

    def keep(self, epoch: int, trained: Trained) -> None:
        """Writes one and thins the others. Raises OSError when the disk is full, leaving no half file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        content, half = trained.to_bytes(), self.path(epoch).with_suffix(".half")
        try:
            half.write_bytes(content)
            half.replace(self.path(epoch))
        except OSError:
            half.unlink(missing_ok=True)
            raise
        room = max(2, min(self.most, self.most_bytes // max(1, len(content))))
        while len(kept := self.epochs()) > room:
            for number in kept[1:-1:2]:
                self.path(number).unlink(missing_ok=True)

    def load(self, epoch: int) -> Trained:
        """The net after `epoch` epochs. Raises InputError when it is not kept."""
        try:
            return load(self.path(epoch).read_bytes())
        except OSError as error:
            raise InputError(f"The net after epoch {epoch} is not kept: choose another epoch.") from error
