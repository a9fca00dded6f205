from . import indicators as indicators
