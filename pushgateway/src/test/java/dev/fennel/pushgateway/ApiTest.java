package dev.fennel.pushgateway;

import dev.fennel.testsupport.gates.ApiRules;

class ApiTest extends ApiRules {}
