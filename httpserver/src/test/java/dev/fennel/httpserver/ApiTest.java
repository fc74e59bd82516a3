package dev.fennel.httpserver;

import dev.fennel.testsupport.gates.ApiRules;

class ApiTest extends ApiRules {}
