package dev.fennel.exposition;

import dev.fennel.testsupport.gates.ApiRules;

class ApiTest extends ApiRules {}
