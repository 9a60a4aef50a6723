from vantage6.algorithm.tools.wrap import wrap_algorithm

wrap_algorithm()
