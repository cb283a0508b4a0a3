"""tmp"""
import importlib, pkgutil
def _pages():
    return [importlib.import_module(f"{__name__}.{m.name}").PAGE for m in pkgutil.iter_modules(__path__) if m.name!="rule"]
PAGES={p.slug:p for p in _pages()}
def find(s): return PAGES.get(s) or next((p for p in PAGES.values() if p.code==s),None)
