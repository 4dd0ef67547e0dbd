Feature: Greetings

  Scenario: Everybody is greeted
    When the workflow is finished
    Then the workspace should include "results/greetings.txt"
    And the file "results/greetings.txt" should contain ", Marie"
    And the workflow run duration should be less than 10 minutes
