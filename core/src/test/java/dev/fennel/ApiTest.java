package dev.fennel;

import dev.fennel.testsupport.gates.ApiRules;

class ApiTest extends ApiRules {}
