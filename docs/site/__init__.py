"""The site: pages of ``docs`` in English and German, with notebooks that were run, built offline by ``make docs``."""
