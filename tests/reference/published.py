def examples(): return {}
def prices(): return {}
