import numpy as np


class Netz:
    """Mehrschichtiges Netz, tanh innen, linear aussen, halbe Fehlerquadratsumme."""

    def __init__(self, schichten, seed=0):
        zufall = np.random.RandomState(seed)
        paare = list(zip(schichten[:-1], schichten[1:]))
        self.gewichte = [zufall.normal(0, 1 / np.sqrt(ein), (ein, aus)) for ein, aus in paare]
        self.schwellen = [np.zeros(aus) for _, aus in paare]

    def vorwaerts(self, eingabe):
        self.aktivierungen = [eingabe]
        for nr, (w, s) in enumerate(zip(self.gewichte, self.schwellen)):
            netto = self.aktivierungen[-1] @ w + s
            letzte = nr == len(self.gewichte) - 1
            self.aktivierungen.append(netto if letzte else np.tanh(netto))
        return self.aktivierungen[-1]

    def verlust(self, eingabe, ziel):
        self.ziel = ziel
        return 0.5 * np.sum((self.vorwaerts(eingabe) - ziel) ** 2)

    def rueckwaerts(self):
        anzahl = len(self.gewichte)
        self.d_gewichte = [None] * anzahl
        self.d_schwellen = [None] * anzahl
        delta = self.aktivierungen[-1] - self.ziel
        for nr in reversed(range(anzahl)):
            self.d_gewichte[nr] = self.aktivierungen[nr].T @ delta
            self.d_schwellen[nr] = delta.sum(axis=0)
            if nr:
                delta = (delta @ self.gewichte[nr].T) * (1 - self.aktivierungen[nr] ** 2)


def cases():
    rng = np.random.default_rng(0)
    netz = Netz([3, 5, 2], seed=2)
    return {"Netz.verlust": (netz, rng.normal(size=(4, 3)), rng.normal(size=(4, 2)))}
