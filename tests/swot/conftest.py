"""The town whose confidential fields sing, for this folder too."""

from tests.stakeholders.test_confidential import loud as loud
