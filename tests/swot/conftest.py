"""The town whose confidential fields sing, for this folder too."""

from tests.stakeholders.conftest import loud as loud
