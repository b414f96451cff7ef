-- Comment les métropoles soutiennent l’économie sociale et solidaire, édition 2025 (2025)
-- Independent recomputation of every indicator, by SQL.
--
-- Run it from the study's root, with DuckDB alone:
--
--   duckdb -csv < reports/2025/audit.sql
--
-- It returns the rows of indicators.csv in the same order: wave, lever, indicator, territory, value, numerator, base,
-- unknown, lower, upper, median_age_years, high_count. After `.read`, every step stays there as a table to be looked at:
-- facts, standings, states, said, tallies, measured, compared, claims_checked.
-- It reads data/raw.
--
-- Generated from the questionnaire, which stands below as tables. The rules are those of the design, section 6, written
-- independently of the Python code that computes the report; `study audit 2025` compares the two.

-- How texts are read ------------------------------------------------------------------------------------------------

-- A cell without the blanks around it; an empty one is an empty text.
CREATE OR REPLACE TEMP MACRO plain(cell) AS
  regexp_replace(coalesce(cell, ''), '^[\s\p{Z}]+|[\s\p{Z}]+$', '', 'g');

-- The boxes of a multiple choice, each once: "b;a" is ['a', 'b'], "0" (none ticked) is []; "~c" was not offered.
CREATE OR REPLACE TEMP MACRO boxes(answer) AS
  list_sort(list_distinct([box FOR box IN string_split(answer, ';') IF box NOT IN ('', '0')]));

-- An answer in one writing, so that equal ones are equal: 60000 and 60000.0, "a;b" and "b;a", a plan and a proposal.
-- What a text says is not counted, only that there is one.
CREATE OR REPLACE TEMP MACRO reading(type, answer) AS CASE
  WHEN answer = '' THEN ''
  WHEN type = 'number' THEN CAST(CAST(answer AS DOUBLE) + 0.0 AS VARCHAR)
  WHEN type = 'multiple' THEN coalesce(nullif(array_to_string(boxes(answer), ';'), ''), '0')
  WHEN type = 'yes_no' AND answer = 'proposed' THEN 'planned'
  WHEN type = 'text' THEN 'text'
  ELSE answer END;

-- Dates are ISO texts, which sort as days: "2019", "2019-07" and "2019-07-05". The first day that one may mean.
CREATE OR REPLACE TEMP MACRO first_day(as_of) AS
  as_of || CASE length(as_of) WHEN 4 THEN '-01-01' WHEN 7 THEN '-01' ELSE '' END;

-- The last day that one may mean.
CREATE OR REPLACE TEMP MACRO latest_day(as_of) AS
  CASE length(as_of)
    WHEN 4 THEN as_of || '-12-31'
    WHEN 7 THEN CAST(last_day(CAST(as_of || '-01' AS DATE)) AS VARCHAR)
    ELSE as_of END;

-- A conflict as corrections.csv writes it ("E001=yes;E002=no"), as a list in one order; a part without "=" (a further
-- box of a multiple choice) goes on with the one before.
CREATE OR REPLACE TEMP MACRO evidence_case(expect) AS
  list_sort(string_split(
    regexp_replace(
      array_to_string([plain(part) FOR part IN string_split(expect, ';') IF plain(part) <> ''], ';'),
      ';([^;=]*=)', chr(31) || '\1', 'g'),
    chr(31)));

-- A part of a whole; nothing where there is no whole.
CREATE OR REPLACE TEMP MACRO ratio(part, whole) AS CAST(part AS DOUBLE) / nullif(CAST(whole AS DOUBLE), 0.0);

-- The questionnaire --------------------------------------------------------------------------------------------------

-- The levers; a transversal one is not counted among them.
CREATE OR REPLACE TEMP TABLE levers (position INTEGER, lever INTEGER, transversal BOOLEAN, title VARCHAR);
INSERT INTO levers VALUES
  (0, 0, true, 'Cadres : gouvernance et stratégie'),
  (1, 1, false, 'Écosystème d’appui et de financement'),
  (2, 2, false, 'Soutien direct aux organisations de l’ESS'),
  (3, 3, false, 'Foncier et tiers-lieux'),
  (4, 4, false, 'R&D sociale et innovation collaborative'),
  (5, 5, false, 'Achats socialement responsables'),
  (6, 6, false, 'Dynamiques locales et sensibilisation');

-- The questions; core ones make the intensities; how long an answer holds when its evidence is silent.
CREATE OR REPLACE TEMP TABLE questions (position INTEGER, lever INTEGER, question VARCHAR, type VARCHAR, core BOOLEAN, validity VARCHAR, validity_years INTEGER, label VARCHAR);
INSERT INTO questions VALUES
  (0, 0, 'ess_elected', 'yes_no', true, 'mandate', NULL, 'Élu ou élue à l’ESS'),
  (1, 0, 'ess_elected_title', 'text', false, 'mandate', NULL, 'Intitulé de la délégation'),
  (2, 0, 'ess_strategy', 'yes_no', true, NULL, NULL, 'Stratégie ESS'),
  (3, 0, 'ess_budget_eur', 'number', false, NULL, NULL, 'Budget annuel de l’ESS'),
  (4, 0, 'ess_staff', 'yes_no', true, NULL, NULL, 'Agents chargés de l’ESS'),
  (5, 0, 'ess_staff_count', 'number', false, NULL, NULL, 'Nombre d’agents chargés de l’ESS'),
  (6, 0, 'ess_observatory', 'yes_no', true, NULL, NULL, 'Observation de l’ESS'),
  (7, 0, 'ess_establishments', 'number', false, NULL, NULL, 'Établissements de l’ESS'),
  (8, 0, 'ess_jobs', 'number', false, NULL, NULL, 'Emplois de l’ESS'),
  (9, 0, 'ess_governance', 'yes_no', true, NULL, NULL, 'Gouvernance partagée avec les acteurs'),
  (10, 0, 'policy_evaluation', 'yes_no', true, NULL, NULL, 'Évaluation de la politique ESS'),
  (11, 0, 'rtes_member', 'yes_no', true, NULL, NULL, 'Adhésion au RTES'),
  (12, 0, 'actions', 'text', false, NULL, NULL, 'Autres éléments de gouvernance'),
  (13, 1, 'support_path', 'yes_no', true, NULL, NULL, 'Parcours d’accompagnement'),
  (14, 1, 'incubator', 'yes_no', true, NULL, NULL, 'Incubateur d’innovation sociale'),
  (15, 1, 'support_organisations', 'yes_no', true, NULL, NULL, 'Structures d’accompagnement soutenues'),
  (16, 1, 'support_programme', 'yes_no', true, NULL, NULL, 'Programme d’accompagnement'),
  (17, 1, 'funding_tool', 'yes_no', true, NULL, NULL, 'Outil de financement'),
  (18, 1, 'dla', 'yes_no', true, NULL, NULL, 'Dispositif local d’accompagnement (DLA)'),
  (19, 1, 'actions', 'text', false, NULL, NULL, 'Autres actions d’appui'),
  (20, 2, 'subsidies', 'yes_no', true, NULL, NULL, 'Subventions'),
  (21, 2, 'calls_for_projects', 'yes_no', true, NULL, NULL, 'Appels à projets'),
  (22, 2, 'calls_projects_funded', 'number', false, NULL, NULL, 'Projets financés par ces appels'),
  (23, 2, 'projects_funded', 'number', false, NULL, NULL, 'Projets de l’ESS financés'),
  (24, 2, 'ptce_support', 'yes_no', true, NULL, NULL, 'Soutien à un PTCE'),
  (25, 2, 'scic_shareholding', 'yes_no', true, 'permanent', NULL, 'Participation à des Scic'),
  (26, 2, 'actions', 'text', false, NULL, NULL, 'Autres soutiens directs'),
  (27, 3, 'land_access', 'yes_no', true, NULL, NULL, 'Accès au foncier et aux locaux'),
  (28, 3, 'tiers_lieux', 'yes_no', true, NULL, NULL, 'Soutien aux tiers-lieux'),
  (29, 3, 'actions', 'text', false, NULL, NULL, 'Autres actions pour les lieux'),
  (30, 4, 'social_rnd', 'yes_no', true, NULL, NULL, 'R&D sociale'),
  (31, 4, 'french_impact_label', 'yes_no', true, 'permanent', NULL, 'Label Territoire French Impact'),
  (32, 4, 'collaborative_innovation', 'yes_no', true, NULL, NULL, 'Innovation collaborative'),
  (33, 4, 'actions', 'text', false, NULL, NULL, 'Autres actions d’innovation'),
  (34, 5, 'spaser_adopted', 'yes_no', true, 'permanent', NULL, 'SPASER adopté'),
  (35, 5, 'spaser_second', 'yes_no', false, NULL, NULL, 'Deuxième SPASER adopté'),
  (36, 5, 'annual_purchases_eur', 'number', false, NULL, NULL, 'Montant annuel des achats'),
  (37, 5, 'social_clauses', 'yes_no', true, NULL, NULL, 'Clauses sociales'),
  (38, 5, 'clause_facilitator', 'yes_no', true, NULL, NULL, 'Facilitateur des clauses sociales'),
  (39, 5, 'purchasing_actions', 'yes_no', true, NULL, NULL, 'Actions d’achats responsables'),
  (40, 5, 'reserved_contracts', 'yes_no', true, NULL, NULL, 'Marchés réservés'),
  (41, 5, 'ess_purchases_eur', 'number', false, NULL, NULL, 'Achats auprès de l’ESS'),
  (42, 5, 'actions', 'text', false, NULL, NULL, 'Autres actions d’achat'),
  (43, 6, 'ess_month', 'yes_no', true, NULL, NULL, 'Mois de l’ESS'),
  (44, 6, 'ess_event', 'yes_no', true, NULL, NULL, 'Événement consacré à l’ESS'),
  (45, 6, 'ess_prize', 'yes_no', true, NULL, NULL, 'Prix de l’ESS'),
  (46, 6, 'ess_promotion', 'yes_no', true, NULL, NULL, 'Promotion de l’ESS'),
  (47, 6, 'local_currency', 'yes_no', true, NULL, NULL, 'Monnaie locale'),
  (48, 6, 'actions', 'text', false, NULL, NULL, 'Autres actions de sensibilisation');

-- The codes of choices, single and multiple.
CREATE OR REPLACE TEMP TABLE codes (lever INTEGER, question VARCHAR, code VARCHAR, label VARCHAR);

-- Codes of the evidence that text questions gather as named examples.
CREATE OR REPLACE TEMP TABLE gathered (lever INTEGER, code VARCHAR, question VARCHAR);
INSERT INTO gathered VALUES
  (0, 'ess_budget_multiyear_eur', 'actions'),
  (0, 'ess_council', 'actions'),
  (0, 'ess_governance_members', 'actions'),
  (0, 'ess_in_city_policy', 'actions'),
  (0, 'ess_in_economic_strategy', 'actions'),
  (0, 'ess_jobs_share', 'actions'),
  (0, 'ess_network_of_referents', 'actions'),
  (0, 'ess_policy_since', 'actions'),
  (0, 'ess_representation', 'actions'),
  (0, 'ess_strategy_actions', 'actions'),
  (0, 'ess_support', 'actions'),
  (0, 'gsef_secretariat', 'actions'),
  (0, 'territorial_agreement', 'actions'),
  (1, 'cae_support', 'actions'),
  (1, 'cae_support_count', 'actions'),
  (1, 'funding_tool_eur', 'actions'),
  (1, 'incubator_budget_eur', 'actions'),
  (1, 'incubator_selection', 'actions'),
  (1, 'staff_training', 'actions'),
  (1, 'support_organisations_eur', 'actions'),
  (1, 'support_programme_projects', 'actions'),
  (2, 'calls_max_grant_eur', 'actions'),
  (2, 'calls_total_eur', 'actions'),
  (2, 'company_capital_stakes', 'actions'),
  (2, 'coop_investment_support_eur', 'actions'),
  (2, 'investment_support_eur', 'actions'),
  (2, 'projects_supported', 'actions'),
  (2, 'ptce_funding_eur', 'actions'),
  (2, 'scic_shareholding_eur', 'actions'),
  (2, 'scop_scic_support', 'actions'),
  (2, 'subsidies_eur', 'actions'),
  (3, 'land_access_eur', 'actions'),
  (3, 'land_access_m2', 'actions'),
  (3, 'land_access_projects', 'actions'),
  (3, 'tiers_lieux_count', 'actions'),
  (3, 'tiers_lieux_eur', 'actions'),
  (4, 'business_cooperation', 'actions'),
  (4, 'collaborative_innovation_eur', 'actions'),
  (4, 'social_impact_evaluation', 'actions'),
  (5, 'annual_contracts', 'actions'),
  (5, 'central_purchasing', 'actions'),
  (5, 'central_purchasing_members', 'actions'),
  (5, 'economic_dialogue', 'actions'),
  (5, 'ess_purchases_target_eur', 'actions'),
  (5, 'fair_trade', 'actions'),
  (5, 'integration_pact', 'actions'),
  (5, 'purchasing_charter', 'actions'),
  (5, 'purchasing_dialogue', 'actions'),
  (5, 'purchasing_dialogue_participants', 'actions'),
  (5, 'purchasing_elected', 'actions'),
  (5, 'purchasing_network', 'actions'),
  (5, 'purchasing_pact', 'actions'),
  (5, 'purchasing_staff', 'actions'),
  (5, 'purchasing_support', 'actions'),
  (5, 'sme_purchasing_policy', 'actions'),
  (5, 'spaser_objectives', 'actions'),
  (5, 'spaser_subject', 'actions'),
  (6, 'business_charter', 'actions'),
  (6, 'ess_capital', 'actions'),
  (6, 'ess_consultation', 'actions'),
  (6, 'ess_event_attendance', 'actions'),
  (6, 'ess_events_budget_eur', 'actions'),
  (6, 'ess_pole_funding', 'actions'),
  (6, 'local_currency_eur', 'actions'),
  (6, 'local_currency_event', 'actions');

-- Whom a question is put to: those whose answer to each of its filters is one of these.
CREATE OR REPLACE TEMP TABLE filters (lever INTEGER, question VARCHAR, filter_lever INTEGER, filter VARCHAR, answers VARCHAR[]);
INSERT INTO filters VALUES
  (0, 'ess_elected_title', 0, 'ess_elected', ['yes']),
  (0, 'ess_staff_count', 0, 'ess_staff', ['yes']),
  (5, 'spaser_second', 5, 'spaser_adopted', ['yes']);

-- What is measured, in the order of indicators.csv; of a choice, each code.
CREATE OR REPLACE TEMP TABLE measures (position INTEGER, lever INTEGER, question VARCHAR, code VARCHAR, measure VARCHAR, indicator VARCHAR, unit VARCHAR, over_ticks BOOLEAN, boxes INTEGER);
INSERT INTO measures VALUES
  (0, 0, 'ess_elected', '', 'count', 'ess_elected.count', 'territories', false, 1),
  (1, 0, 'ess_elected', '', 'share', 'ess_elected.share', 'share', false, 1),
  (2, 0, 'ess_elected', '', 'share_determined', 'ess_elected.share_determined', 'share', false, 1),
  (3, 0, 'ess_elected', '', 'weighted_share', 'ess_elected.weighted_share', 'share', false, 1),
  (4, 0, 'ess_strategy', '', 'count', 'ess_strategy.count', 'territories', false, 1),
  (5, 0, 'ess_strategy', '', 'share', 'ess_strategy.share', 'share', false, 1),
  (6, 0, 'ess_strategy', '', 'share_determined', 'ess_strategy.share_determined', 'share', false, 1),
  (7, 0, 'ess_strategy', '', 'weighted_share', 'ess_strategy.weighted_share', 'share', false, 1),
  (8, 0, 'ess_budget_eur', '', 'documented', 'ess_budget_eur.documented', 'territories', false, 1),
  (9, 0, 'ess_budget_eur', '', 'median', 'ess_budget_eur.median', 'eur', false, 1),
  (10, 0, 'ess_budget_eur', '', 'total', 'ess_budget_eur.total', 'eur', false, 1),
  (11, 0, 'ess_staff', '', 'count', 'ess_staff.count', 'territories', false, 1),
  (12, 0, 'ess_staff', '', 'share', 'ess_staff.share', 'share', false, 1),
  (13, 0, 'ess_staff', '', 'share_determined', 'ess_staff.share_determined', 'share', false, 1),
  (14, 0, 'ess_staff', '', 'weighted_share', 'ess_staff.weighted_share', 'share', false, 1),
  (15, 0, 'ess_staff_count', '', 'documented', 'ess_staff_count.documented', 'territories', false, 1),
  (16, 0, 'ess_staff_count', '', 'median', 'ess_staff_count.median', 'people', false, 1),
  (17, 0, 'ess_observatory', '', 'count', 'ess_observatory.count', 'territories', false, 1),
  (18, 0, 'ess_observatory', '', 'share', 'ess_observatory.share', 'share', false, 1),
  (19, 0, 'ess_observatory', '', 'share_determined', 'ess_observatory.share_determined', 'share', false, 1),
  (20, 0, 'ess_observatory', '', 'weighted_share', 'ess_observatory.weighted_share', 'share', false, 1),
  (21, 0, 'ess_establishments', '', 'documented', 'ess_establishments.documented', 'territories', false, 1),
  (22, 0, 'ess_establishments', '', 'median', 'ess_establishments.median', 'establishments', false, 1),
  (23, 0, 'ess_jobs', '', 'documented', 'ess_jobs.documented', 'territories', false, 1),
  (24, 0, 'ess_jobs', '', 'median', 'ess_jobs.median', 'jobs', false, 1),
  (25, 0, 'ess_governance', '', 'count', 'ess_governance.count', 'territories', false, 1),
  (26, 0, 'ess_governance', '', 'share', 'ess_governance.share', 'share', false, 1),
  (27, 0, 'ess_governance', '', 'share_determined', 'ess_governance.share_determined', 'share', false, 1),
  (28, 0, 'ess_governance', '', 'weighted_share', 'ess_governance.weighted_share', 'share', false, 1),
  (29, 0, 'policy_evaluation', '', 'count', 'policy_evaluation.count', 'territories', false, 1),
  (30, 0, 'policy_evaluation', '', 'share', 'policy_evaluation.share', 'share', false, 1),
  (31, 0, 'policy_evaluation', '', 'share_determined', 'policy_evaluation.share_determined', 'share', false, 1),
  (32, 0, 'policy_evaluation', '', 'weighted_share', 'policy_evaluation.weighted_share', 'share', false, 1),
  (33, 0, 'rtes_member', '', 'count', 'rtes_member.count', 'territories', false, 1),
  (34, 0, 'rtes_member', '', 'share', 'rtes_member.share', 'share', false, 1),
  (35, 0, 'rtes_member', '', 'share_determined', 'rtes_member.share_determined', 'share', false, 1),
  (36, 0, 'rtes_member', '', 'weighted_share', 'rtes_member.weighted_share', 'share', false, 1),
  (37, 1, 'support_path', '', 'count', 'support_path.count', 'territories', false, 1),
  (38, 1, 'support_path', '', 'share', 'support_path.share', 'share', false, 1),
  (39, 1, 'support_path', '', 'share_determined', 'support_path.share_determined', 'share', false, 1),
  (40, 1, 'support_path', '', 'weighted_share', 'support_path.weighted_share', 'share', false, 1),
  (41, 1, 'incubator', '', 'count', 'incubator.count', 'territories', false, 1),
  (42, 1, 'incubator', '', 'share', 'incubator.share', 'share', false, 1),
  (43, 1, 'incubator', '', 'share_determined', 'incubator.share_determined', 'share', false, 1),
  (44, 1, 'incubator', '', 'weighted_share', 'incubator.weighted_share', 'share', false, 1),
  (45, 1, 'support_organisations', '', 'count', 'support_organisations.count', 'territories', false, 1),
  (46, 1, 'support_organisations', '', 'share', 'support_organisations.share', 'share', false, 1),
  (47, 1, 'support_organisations', '', 'share_determined', 'support_organisations.share_determined', 'share', false, 1),
  (48, 1, 'support_organisations', '', 'weighted_share', 'support_organisations.weighted_share', 'share', false, 1),
  (49, 1, 'support_programme', '', 'count', 'support_programme.count', 'territories', false, 1),
  (50, 1, 'support_programme', '', 'share', 'support_programme.share', 'share', false, 1),
  (51, 1, 'support_programme', '', 'share_determined', 'support_programme.share_determined', 'share', false, 1),
  (52, 1, 'support_programme', '', 'weighted_share', 'support_programme.weighted_share', 'share', false, 1),
  (53, 1, 'funding_tool', '', 'count', 'funding_tool.count', 'territories', false, 1),
  (54, 1, 'funding_tool', '', 'share', 'funding_tool.share', 'share', false, 1),
  (55, 1, 'funding_tool', '', 'share_determined', 'funding_tool.share_determined', 'share', false, 1),
  (56, 1, 'funding_tool', '', 'weighted_share', 'funding_tool.weighted_share', 'share', false, 1),
  (57, 1, 'dla', '', 'count', 'dla.count', 'territories', false, 1),
  (58, 1, 'dla', '', 'share', 'dla.share', 'share', false, 1),
  (59, 1, 'dla', '', 'share_determined', 'dla.share_determined', 'share', false, 1),
  (60, 1, 'dla', '', 'weighted_share', 'dla.weighted_share', 'share', false, 1),
  (61, 2, 'subsidies', '', 'count', 'subsidies.count', 'territories', false, 1),
  (62, 2, 'subsidies', '', 'share', 'subsidies.share', 'share', false, 1),
  (63, 2, 'subsidies', '', 'share_determined', 'subsidies.share_determined', 'share', false, 1),
  (64, 2, 'subsidies', '', 'weighted_share', 'subsidies.weighted_share', 'share', false, 1),
  (65, 2, 'calls_for_projects', '', 'count', 'calls_for_projects.count', 'territories', false, 1),
  (66, 2, 'calls_for_projects', '', 'share', 'calls_for_projects.share', 'share', false, 1),
  (67, 2, 'calls_for_projects', '', 'share_determined', 'calls_for_projects.share_determined', 'share', false, 1),
  (68, 2, 'calls_for_projects', '', 'weighted_share', 'calls_for_projects.weighted_share', 'share', false, 1),
  (69, 2, 'calls_projects_funded', '', 'documented', 'calls_projects_funded.documented', 'territories', false, 1),
  (70, 2, 'projects_funded', '', 'documented', 'projects_funded.documented', 'territories', false, 1),
  (71, 2, 'ptce_support', '', 'count', 'ptce_support.count', 'territories', false, 1),
  (72, 2, 'ptce_support', '', 'share', 'ptce_support.share', 'share', false, 1),
  (73, 2, 'ptce_support', '', 'share_determined', 'ptce_support.share_determined', 'share', false, 1),
  (74, 2, 'ptce_support', '', 'weighted_share', 'ptce_support.weighted_share', 'share', false, 1),
  (75, 2, 'scic_shareholding', '', 'count', 'scic_shareholding.count', 'territories', false, 1),
  (76, 2, 'scic_shareholding', '', 'share', 'scic_shareholding.share', 'share', false, 1),
  (77, 2, 'scic_shareholding', '', 'share_determined', 'scic_shareholding.share_determined', 'share', false, 1),
  (78, 2, 'scic_shareholding', '', 'weighted_share', 'scic_shareholding.weighted_share', 'share', false, 1),
  (79, 3, 'land_access', '', 'count', 'land_access.count', 'territories', false, 1),
  (80, 3, 'land_access', '', 'share', 'land_access.share', 'share', false, 1),
  (81, 3, 'land_access', '', 'share_determined', 'land_access.share_determined', 'share', false, 1),
  (82, 3, 'land_access', '', 'weighted_share', 'land_access.weighted_share', 'share', false, 1),
  (83, 3, 'tiers_lieux', '', 'count', 'tiers_lieux.count', 'territories', false, 1),
  (84, 3, 'tiers_lieux', '', 'share', 'tiers_lieux.share', 'share', false, 1),
  (85, 3, 'tiers_lieux', '', 'share_determined', 'tiers_lieux.share_determined', 'share', false, 1),
  (86, 3, 'tiers_lieux', '', 'weighted_share', 'tiers_lieux.weighted_share', 'share', false, 1),
  (87, 4, 'social_rnd', '', 'count', 'social_rnd.count', 'territories', false, 1),
  (88, 4, 'social_rnd', '', 'share', 'social_rnd.share', 'share', false, 1),
  (89, 4, 'social_rnd', '', 'share_determined', 'social_rnd.share_determined', 'share', false, 1),
  (90, 4, 'social_rnd', '', 'weighted_share', 'social_rnd.weighted_share', 'share', false, 1),
  (91, 4, 'french_impact_label', '', 'count', 'french_impact_label.count', 'territories', false, 1),
  (92, 4, 'french_impact_label', '', 'share', 'french_impact_label.share', 'share', false, 1),
  (93, 4, 'french_impact_label', '', 'share_determined', 'french_impact_label.share_determined', 'share', false, 1),
  (94, 4, 'french_impact_label', '', 'weighted_share', 'french_impact_label.weighted_share', 'share', false, 1),
  (95, 4, 'collaborative_innovation', '', 'count', 'collaborative_innovation.count', 'territories', false, 1),
  (96, 4, 'collaborative_innovation', '', 'share', 'collaborative_innovation.share', 'share', false, 1),
  (97, 4, 'collaborative_innovation', '', 'share_determined', 'collaborative_innovation.share_determined', 'share', false, 1),
  (98, 4, 'collaborative_innovation', '', 'weighted_share', 'collaborative_innovation.weighted_share', 'share', false, 1),
  (99, 5, 'spaser_adopted', '', 'count', 'spaser_adopted.count', 'territories', false, 1),
  (100, 5, 'spaser_adopted', '', 'share', 'spaser_adopted.share', 'share', false, 1),
  (101, 5, 'spaser_adopted', '', 'share_determined', 'spaser_adopted.share_determined', 'share', false, 1),
  (102, 5, 'spaser_adopted', '', 'weighted_share', 'spaser_adopted.weighted_share', 'share', false, 1),
  (103, 5, 'spaser_second', '', 'count', 'spaser_second.count', 'territories', false, 1),
  (104, 5, 'spaser_second', '', 'share', 'spaser_second.share', 'share', false, 1),
  (105, 5, 'spaser_second', '', 'share_determined', 'spaser_second.share_determined', 'share', false, 1),
  (106, 5, 'spaser_second', '', 'weighted_share', 'spaser_second.weighted_share', 'share', false, 1),
  (107, 5, 'annual_purchases_eur', '', 'documented', 'annual_purchases_eur.documented', 'territories', false, 1),
  (108, 5, 'annual_purchases_eur', '', 'median', 'annual_purchases_eur.median', 'eur', false, 1),
  (109, 5, 'social_clauses', '', 'count', 'social_clauses.count', 'territories', false, 1),
  (110, 5, 'social_clauses', '', 'share', 'social_clauses.share', 'share', false, 1),
  (111, 5, 'social_clauses', '', 'share_determined', 'social_clauses.share_determined', 'share', false, 1),
  (112, 5, 'social_clauses', '', 'weighted_share', 'social_clauses.weighted_share', 'share', false, 1),
  (113, 5, 'clause_facilitator', '', 'count', 'clause_facilitator.count', 'territories', false, 1),
  (114, 5, 'clause_facilitator', '', 'share', 'clause_facilitator.share', 'share', false, 1),
  (115, 5, 'clause_facilitator', '', 'share_determined', 'clause_facilitator.share_determined', 'share', false, 1),
  (116, 5, 'clause_facilitator', '', 'weighted_share', 'clause_facilitator.weighted_share', 'share', false, 1),
  (117, 5, 'purchasing_actions', '', 'count', 'purchasing_actions.count', 'territories', false, 1),
  (118, 5, 'purchasing_actions', '', 'share', 'purchasing_actions.share', 'share', false, 1),
  (119, 5, 'purchasing_actions', '', 'share_determined', 'purchasing_actions.share_determined', 'share', false, 1),
  (120, 5, 'purchasing_actions', '', 'weighted_share', 'purchasing_actions.weighted_share', 'share', false, 1),
  (121, 5, 'reserved_contracts', '', 'count', 'reserved_contracts.count', 'territories', false, 1),
  (122, 5, 'reserved_contracts', '', 'share', 'reserved_contracts.share', 'share', false, 1),
  (123, 5, 'reserved_contracts', '', 'share_determined', 'reserved_contracts.share_determined', 'share', false, 1),
  (124, 5, 'reserved_contracts', '', 'weighted_share', 'reserved_contracts.weighted_share', 'share', false, 1),
  (125, 5, 'ess_purchases_eur', '', 'documented', 'ess_purchases_eur.documented', 'territories', false, 1),
  (126, 6, 'ess_month', '', 'count', 'ess_month.count', 'territories', false, 1),
  (127, 6, 'ess_month', '', 'share', 'ess_month.share', 'share', false, 1),
  (128, 6, 'ess_month', '', 'share_determined', 'ess_month.share_determined', 'share', false, 1),
  (129, 6, 'ess_month', '', 'weighted_share', 'ess_month.weighted_share', 'share', false, 1),
  (130, 6, 'ess_event', '', 'count', 'ess_event.count', 'territories', false, 1),
  (131, 6, 'ess_event', '', 'share', 'ess_event.share', 'share', false, 1),
  (132, 6, 'ess_event', '', 'share_determined', 'ess_event.share_determined', 'share', false, 1),
  (133, 6, 'ess_event', '', 'weighted_share', 'ess_event.weighted_share', 'share', false, 1),
  (134, 6, 'ess_prize', '', 'count', 'ess_prize.count', 'territories', false, 1),
  (135, 6, 'ess_prize', '', 'share', 'ess_prize.share', 'share', false, 1),
  (136, 6, 'ess_prize', '', 'share_determined', 'ess_prize.share_determined', 'share', false, 1),
  (137, 6, 'ess_prize', '', 'weighted_share', 'ess_prize.weighted_share', 'share', false, 1),
  (138, 6, 'ess_promotion', '', 'count', 'ess_promotion.count', 'territories', false, 1),
  (139, 6, 'ess_promotion', '', 'share', 'ess_promotion.share', 'share', false, 1),
  (140, 6, 'ess_promotion', '', 'share_determined', 'ess_promotion.share_determined', 'share', false, 1),
  (141, 6, 'ess_promotion', '', 'weighted_share', 'ess_promotion.weighted_share', 'share', false, 1),
  (142, 6, 'local_currency', '', 'count', 'local_currency.count', 'territories', false, 1),
  (143, 6, 'local_currency', '', 'share', 'local_currency.share', 'share', false, 1),
  (144, 6, 'local_currency', '', 'share_determined', 'local_currency.share_determined', 'share', false, 1),
  (145, 6, 'local_currency', '', 'weighted_share', 'local_currency.weighted_share', 'share', false, 1);

-- The general elections that end a mandate.
CREATE OR REPLACE TEMP TABLE elections (day VARCHAR);
INSERT INTO elections VALUES
  ('2008-03-16'),
  ('2014-03-30'),
  ('2020-06-28'),
  ('2026-03-22');

-- Years for which a fact holds, where neither its evidence nor its question says otherwise.
CREATE OR REPLACE TEMP TABLE defaults (yes_years INTEGER, no_years INTEGER, plan_years INTEGER, number_years INTEGER);
INSERT INTO defaults VALUES
  (6, 2, 3, 3);

-- In an open survey there is no list of those who may answer.
CREATE OR REPLACE TEMP TABLE options (open_survey BOOLEAN);
INSERT INTO options VALUES
  (false);

-- The dates ----------------------------------------------------------------------------------------------------------

-- At which dates answers are looked at: the wave's; the same with evidence of high confidence only (beside
-- each measure, without corrections); each earlier wave's, with its own frame, corrections and survey.
CREATE OR REPLACE TEMP TABLE moments (moment VARCHAR, kind VARCHAR, wave VARCHAR, day VARCHAR, frame_vintage INTEGER, population_vintage INTEGER, only_high BOOLEAN, corrected BOOLEAN, surveyed BOOLEAN);
INSERT INTO moments VALUES
  ('wave', 'wave', '2025', '2025-12-31', 2025, 2025, false, true, false),
  ('high', 'high', '2025', '2025-12-31', 2025, 2025, true, false, false),
  ('before 2019', 'before', '2019', '2019-07-05', 2019, 2019, false, true, false),
  ('before 2021', 'before', '2021', '2021-11-17', 2021, 2021, false, true, false);

-- The earlier waves, oldest first.
CREATE OR REPLACE TEMP TABLE earlier_waves (position INTEGER, wave VARCHAR);
INSERT INTO earlier_waves VALUES
  (0, '2019'),
  (1, '2021');

-- The files ----------------------------------------------------------------------------------------------------------

-- Territories × vintages, in the file's order.
CREATE OR REPLACE TEMP TABLE frame AS
SELECT row_number() OVER () AS position, * FROM (
SELECT territory, vintage, population_municipal AS population FROM (
SELECT plain(territory) AS territory, CAST(nullif(plain(vintage), '') AS INTEGER) AS vintage, CAST(nullif(plain(population_municipal), '') AS DOUBLE) AS population_municipal
FROM read_csv('data/raw/frame.csv', header = true, auto_detect = false, parallel = false,
  delim = ',', quote = '"', escape = '"',
  columns = {'territory': 'VARCHAR', 'vintage': 'VARCHAR', 'siren': 'VARCHAR', 'name': 'VARCHAR', 'short_name': 'VARCHAR', 'aliases': 'VARCHAR', 'nature': 'VARCHAR', 'population_total': 'VARCHAR', 'population_municipal': 'VARCHAR', 'communes_count': 'VARCHAR', 'departements': 'VARCHAR', 'region': 'VARCHAR', 'region_name': 'VARCHAR', 'lon': 'VARCHAR', 'lat': 'VARCHAR', 'source': 'VARCHAR'})
WHERE plain(territory) <> ''
)
);

-- Decisions on conflicts.
CREATE OR REPLACE TEMP TABLE corrections AS
SELECT plain(wave) AS wave, plain(territory) AS territory, plain(question) AS question, plain(expect) AS expect, plain(answer) AS answer
FROM read_csv('data/raw/evidence/corrections.csv', header = true, auto_detect = false, parallel = false,
  delim = ',', quote = '"', escape = '"',
  columns = {'wave': 'VARCHAR', 'territory': 'VARCHAR', 'question': 'VARCHAR', 'expect': 'VARCHAR', 'answer': 'VARCHAR', 'reason': 'VARCHAR', 'role': 'VARCHAR', 'date': 'VARCHAR'})
WHERE plain(territory) <> '';

-- The published figures that the wave computes again.
CREATE OR REPLACE TEMP TABLE claims AS
SELECT row_number() OVER () AS position, * FROM (
SELECT plain(claim) AS claim, plain(as_of) AS as_of, plain(value) AS value, plain(indicator) AS indicator, plain(names) AS names, plain(not_computable_because) AS not_computable_because
FROM read_csv('data/raw/waves/2025/claims.csv', header = true, auto_detect = false, parallel = false,
  delim = ',', quote = '"', escape = '"',
  columns = {'claim': 'VARCHAR', 'edition': 'VARCHAR', 'as_of': 'VARCHAR', 'statement': 'VARCHAR', 'statement_fr': 'VARCHAR', 'value': 'VARCHAR', 'unit': 'VARCHAR', 'base': 'VARCHAR', 'indicator': 'VARCHAR', 'names': 'VARCHAR', 'not_computable_because': 'VARCHAR', 'not_computable_because_fr': 'VARCHAR', 'source': 'VARCHAR'})
WHERE plain(claim) <> ''
);

-- The survey's own answers, as cleaning read them.
CREATE OR REPLACE TEMP TABLE survey (wave VARCHAR, territory VARCHAR, lever INTEGER, question VARCHAR, status VARCHAR, answer VARCHAR);

-- Who answered the survey.
CREATE OR REPLACE TEMP TABLE respondents AS
SELECT territory FROM frame WHERE false;

-- When, and of whom -------------------------------------------------------------------------------------------------

-- Published figures are computed at their own date, a partial one being its last day. A survey's answers are of the
-- day of its wave, and count for figures of that day or a later one.
INSERT INTO moments
SELECT DISTINCT 'claim ' || latest_day(c.as_of), 'claim', m.wave, latest_day(c.as_of),
       m.frame_vintage, m.population_vintage, false, true, m.surveyed AND latest_day(c.as_of) >= m.day
FROM claims AS c JOIN moments AS m ON m.moment = 'wave'
WHERE c.not_computable_because = '';

-- The territories of the frame at each moment, in the frame's order, with their inhabitants.
CREATE OR REPLACE TEMP TABLE units AS
SELECT m.moment, f.territory,
       row_number() OVER (PARTITION BY m.moment ORDER BY f.position) AS position,
       people.population
FROM moments AS m
JOIN frame AS f ON f.vintage = m.frame_vintage
LEFT JOIN frame AS people ON people.territory = f.territory AND people.vintage = m.population_vintage;

-- The documented facts, as they are written.
CREATE OR REPLACE TEMP TABLE evidence AS
SELECT plain(evidence) AS evidence, plain(territory) AS territory, CAST(nullif(plain(lever), '') AS INTEGER) AS lever, plain(question) AS question, plain(answer) AS answer, plain(as_of) AS as_of, plain(as_of_precision) AS as_of_precision, plain(valid_until) AS valid_until, plain(source) AS source, plain(confidence) AS confidence
FROM read_csv('data/raw/evidence/evidence.csv', header = true, auto_detect = false, parallel = false,
  delim = ',', quote = '"', escape = '"',
  columns = {'evidence': 'VARCHAR', 'territory': 'VARCHAR', 'lever': 'VARCHAR', 'question': 'VARCHAR', 'answer': 'VARCHAR', 'as_of': 'VARCHAR', 'as_of_precision': 'VARCHAR', 'valid_until': 'VARCHAR', 'source': 'VARCHAR', 'confidence': 'VARCHAR', 'note': 'VARCHAR', 'note_fr': 'VARCHAR'})
WHERE plain(evidence) <> '';

-- Which facts hold (design, section 6, points 1, 3 and 4; docs/adr/0002) ----------------------------------------------

-- Each fact with its question: a named example counts for the text question that gathers it. Its date is cut to its
-- precision; one that was inferred is a year.
CREATE OR REPLACE TEMP TABLE facts AS
SELECT e.evidence, e.territory, q.lever, q.question, q.type, q.validity, q.validity_years,
       e.answer, reading(q.type, e.answer) AS reading,
       q.type = 'yes_no' AND e.answer IN ('planned', 'proposed') AS plan,
       CASE WHEN e.as_of_precision IN ('day', 'month') THEN e.as_of ELSE left(e.as_of, 4) END AS as_of,
       e.valid_until, e.confidence, e.source
FROM evidence AS e
LEFT JOIN gathered AS g ON g.lever = e.lever AND g.code = e.question
JOIN questions AS q ON q.lever = e.lever AND q.question = coalesce(g.question, e.question);

-- The standing of each fact at each moment. Dates are compared at their own precision: "2019" is not after 2019-07-05,
-- and valid until "2025" is until its end. Of only the facts of high confidence at the moment called 'high'.
CREATE OR REPLACE TEMP TABLE standings AS
WITH clock AS (
  SELECT m.moment, m.day, CAST(left(m.day, 4) AS INTEGER) AS year, m.only_high,
         (SELECT max(e.day) FROM elections AS e WHERE e.day <= m.day) AS election
  FROM moments AS m
)
SELECT c.moment, f.evidence, f.territory, f.lever, f.question, f.type, f.answer, f.reading, f.plan, f.source,
       f.confidence, first_day(f.as_of) AS first_day,
       CASE
         WHEN f.confidence = 'withdrawn' THEN 'withdrawn'
         WHEN f.as_of > left(c.day, length(f.as_of)) THEN 'later'
         WHEN CASE
           -- A plan lives by its own rule only: its end is shown, not applied.
           WHEN f.plan THEN CAST(left(f.as_of, 4) AS INTEGER) + d.plan_years < c.year
           -- What is permanent never lapses: a yes, a choice, a day; a no is a snapshot.
           WHEN f.validity = 'permanent' AND f.type IN ('yes_no', 'choice', 'multiple', 'date')
                AND NOT (f.type = 'yes_no' AND f.answer = 'no') THEN false
           WHEN f.valid_until <> '' THEN f.valid_until < left(c.day, length(f.valid_until))
           WHEN f.type = 'yes_no' AND f.answer = 'no' THEN CAST(left(f.as_of, 4) AS INTEGER) + d.no_years < c.year
           WHEN f.validity = 'permanent' THEN false
           -- A year alone in an election's year counts as after the election.
           WHEN f.validity = 'mandate' THEN coalesce(f.as_of < left(c.election, length(f.as_of)), false)
           ELSE CAST(left(f.as_of, 4) AS INTEGER)
                + coalesce(f.validity_years, CASE f.type WHEN 'number' THEN d.number_years ELSE d.yes_years END) < c.year
         END THEN 'lapsed'
         ELSE 'live'
       END AS standing
FROM facts AS f
CROSS JOIN defaults AS d
JOIN clock AS c ON f.confidence = 'high' OR NOT c.only_high;

-- What each territory's answer is (design, section 6, points 2, 3 and 5 to 7) -----------------------------------------

-- What the facts say. The latest day among firm facts governs: its live ones say one thing, or they are in conflict,
-- or all have lapsed, and then nothing is known (older facts are not revived). Texts gather all live facts.
CREATE OR REPLACE TEMP TABLE documented AS
WITH held AS (
  SELECT s.* FROM standings AS s JOIN units AS u ON u.moment = s.moment AND u.territory = s.territory
  WHERE s.standing IN ('live', 'lapsed')
),
newest AS (
  SELECT moment, territory, lever, question,
         max(first_day) FILTER (WHERE NOT plan) AS firm_day,
         max(first_day) FILTER (WHERE plan AND standing = 'live') AS plan_day
  FROM held GROUP BY moment, territory, lever, question
),
governing AS (
  SELECT moment, territory, lever, question,
         count(DISTINCT h.reading) AS readings,
         min(h.reading) AS reading,
         max(h.first_day) AS day,
         string_agg(h.evidence || '=' || h.answer, ';') AS expect
  FROM held AS h JOIN newest AS n USING (moment, territory, lever, question)
  WHERE NOT h.plan AND h.standing = 'live' AND (h.first_day = n.firm_day OR h.type = 'text')
  GROUP BY moment, territory, lever, question
),
firm AS (
  SELECT n.*, g.reading, g.day, g.expect,
         CASE WHEN g.readings IS NULL THEN 'unknown' WHEN g.readings = 1 THEN 'answered' ELSE 'conflict' END AS status
  FROM newest AS n LEFT JOIN governing AS g USING (moment, territory, lever, question)
),
-- A live plan shows when there is no firm fact at all, or when the firm answer is no or unknown and the plan is not
-- older than the latest firm fact. It replaces neither a yes nor a conflict.
planned AS (
  SELECT f.*, coalesce(
           f.plan_day IS NOT NULL AND f.status <> 'conflict' AND NOT (f.status = 'answered' AND f.reading = 'yes')
           AND (f.firm_day IS NULL OR f.plan_day >= f.firm_day), false) AS is_plan
  FROM firm AS f
)
SELECT p.moment, p.territory, p.lever, p.question,
       CASE WHEN p.is_plan OR c.answer IS NOT NULL THEN 'answered' ELSE p.status END AS status,
       CASE WHEN p.is_plan THEN 'planned'
            -- A correction settles a conflict while the evidence is exactly what it was written for.
            WHEN p.status = 'conflict' THEN reading(q.type, c.answer)
            ELSE p.reading END AS answer,
       CASE WHEN p.is_plan THEN p.plan_day ELSE p.day END AS as_of
FROM planned AS p
JOIN moments AS m ON m.moment = p.moment
JOIN questions AS q ON q.lever = p.lever AND q.question = p.question
LEFT JOIN corrections AS c
  ON p.status = 'conflict' AND m.corrected AND c.wave = m.wave AND c.territory = p.territory
  AND c.question = p.question AND evidence_case(c.expect) = evidence_case(p.expect);

-- A territory's own answer stands before what is documented; a missing one says of the unknown what kind of gap it is
-- (docs/adr/0013). One row for every moment, question and territory.
CREATE OR REPLACE TEMP TABLE given AS
SELECT u.moment, u.territory, u.position, q.lever, q.question, q.type,
       CASE WHEN s.status = 'answered' THEN 'answered'
            WHEN s.status IS NOT NULL AND coalesce(d.status, 'unknown') = 'unknown' THEN s.status
            ELSE coalesce(d.status, 'unknown') END AS status,
       CASE WHEN s.status = 'answered' THEN reading(q.type, s.answer) WHEN d.status = 'answered' THEN d.answer END
         AS answer,
       CASE WHEN s.status = 'answered' THEN m.day WHEN d.status = 'answered' THEN d.as_of END AS as_of
FROM units AS u
JOIN moments AS m ON m.moment = u.moment
CROSS JOIN questions AS q
LEFT JOIN documented AS d
  ON d.moment = u.moment AND d.territory = u.territory AND d.lever = q.lever AND d.question = q.question
LEFT JOIN survey AS s
  ON m.surveyed AND s.wave = m.wave AND s.territory = u.territory AND s.lever = q.lever AND s.question = q.question;

-- A question is not asked where an earlier one is known to leave the territory out, or one further up; an unknown
-- filter leaves it in, as unknown, and so does a box that was not offered.
CREATE OR REPLACE TEMP TABLE outside AS
SELECT DISTINCT g.moment, g.territory, f.lever, f.question
FROM filters AS f
JOIN given AS g ON g.lever = f.filter_lever AND g.question = f.filter
WHERE g.status = 'not_asked'
   OR (g.status = 'answered' AND NOT list_has_any([ltrim(box, '~') FOR box IN string_split(g.answer, ';')], f.answers));

CREATE OR REPLACE TEMP TABLE states AS
SELECT g.moment, g.territory, g.position, g.lever, g.question, g.type,
       CASE WHEN o.question IS NOT NULL THEN 'not_asked' ELSE g.status END AS status,
       CASE WHEN o.question IS NULL AND g.status = 'answered' THEN g.answer END AS answer,
       CASE WHEN o.question IS NULL AND g.status = 'answered' THEN g.as_of END AS as_of
FROM given AS g
LEFT JOIN outside AS o
  ON o.moment = g.moment AND o.territory = g.territory AND o.lever = g.lever AND o.question = g.question;

-- Measures of questions (design, section 6, "Shares" and point 5) -----------------------------------------------------

-- What each territory says of a yes/no question, or of one code of a choice: yes, planned, no, unknown, not asked. To
-- have chosen a code is a yes, to have answered otherwise a no; conflicts and missing answers are unknown.
CREATE OR REPLACE TEMP TABLE said AS
SELECT moment, territory, position, lever, question, '' AS code,
       CASE status WHEN 'not_asked' THEN 'not asked' WHEN 'answered' THEN answer ELSE 'unknown' END AS says,
       0 AS ticks
FROM states WHERE type = 'yes_no'
UNION ALL
SELECT s.moment, s.territory, s.position, s.lever, s.question, c.code,
       CASE WHEN s.status = 'not_asked' THEN 'not asked'
            WHEN s.status <> 'answered' THEN 'unknown'
            WHEN list_contains(boxes(s.answer), c.code) THEN 'yes'
            WHEN list_contains(boxes(s.answer), '~' || c.code) THEN 'not asked'
            ELSE 'no' END,
       CASE WHEN s.status = 'answered' THEN len([box FOR box IN boxes(s.answer) IF NOT starts_with(box, '~')]) ELSE 0 END
FROM states AS s JOIN codes AS c ON c.lever = s.lever AND c.question = s.question;

-- N = yes + planned + no + unknown: how many territories, and how many inhabitants they have; and of a multiple choice
-- the ticks of those to whom the code was offered.
CREATE OR REPLACE TEMP TABLE tallies AS
SELECT a.moment, a.lever, a.question, a.code,
       count(*) FILTER (WHERE says = 'yes') AS yes,
       count(*) FILTER (WHERE says = 'unknown') AS unknown,
       count(*) FILTER (WHERE says IN ('yes', 'planned', 'no', 'unknown')) AS base,
       coalesce(sum(u.population) FILTER (WHERE says = 'yes'), 0) AS people_yes,
       coalesce(sum(u.population) FILTER (WHERE says = 'unknown'), 0) AS people_unknown,
       coalesce(sum(u.population) FILTER (WHERE says IN ('yes', 'planned', 'no', 'unknown')), 0) AS people,
       coalesce(sum(ticks) FILTER (WHERE says IN ('yes', 'no')), 0) AS ticks,
       coalesce(sum(ticks * u.population) FILTER (WHERE says IN ('yes', 'no')), 0) AS people_ticks
FROM said AS a JOIN units AS u ON u.moment = a.moment AND u.territory = a.territory
GROUP BY a.moment, a.lever, a.question, a.code;

-- The known values of numbers and days.
CREATE OR REPLACE TEMP TABLE known AS
SELECT moment, lever, question,
       count(*) FILTER (WHERE status <> 'not_asked') AS base,
       count(*) FILTER (WHERE status = 'answered') AS known,
       median(CASE WHEN type = 'number' THEN CAST(answer AS DOUBLE) END) AS middle,
       sum(CASE WHEN type = 'number' THEN CAST(answer AS DOUBLE) END) AS total,
       min(CASE WHEN type = 'number' THEN CAST(answer AS DOUBLE) END) AS least
FROM states WHERE type IN ('number', 'date')
GROUP BY moment, lever, question;

-- Every measure that the questionnaire asks for, at every moment.
CREATE OR REPLACE TEMP TABLE measured AS
WITH shares AS (SELECT m.position, m.measure, m.over_ticks, m.boxes, t.*
                FROM measures AS m JOIN tallies AS t USING (lever, question, code)),
     values_known AS (SELECT m.position, m.measure, k.*, k.base - k.known AS unknown
                      FROM measures AS m JOIN known AS k USING (lever, question))
-- How many: between those that say yes and those that may.
SELECT moment, position, CAST(yes AS DOUBLE) AS value, CAST(yes AS DOUBLE) AS numerator, CAST(base AS DOUBLE) AS base,
       CAST(unknown AS DOUBLE) AS unknown, CAST(yes AS DOUBLE) AS lower, CAST(yes + unknown AS DOUBLE) AS upper
FROM shares WHERE measure = 'count'
UNION ALL
-- Yes over all that were asked; never a confidence interval, since the frame is a census.
SELECT moment, position, ratio(yes, base), yes, base, unknown, ratio(yes, base), ratio(yes + unknown, base)
FROM shares WHERE measure = 'share' AND NOT over_ticks
UNION ALL
-- Yes over those whose answer is known.
SELECT moment, position, ratio(yes, base - unknown), yes, base - unknown, unknown, NULL, NULL
FROM shares WHERE measure = 'share_determined' AND NOT over_ticks
UNION ALL
-- The same by inhabitants.
SELECT moment, position, ratio(people_yes, people), people_yes, people, people_unknown,
       ratio(people_yes, people), ratio(people_yes + people_unknown, people)
FROM shares WHERE measure = 'weighted_share' AND NOT over_ticks
UNION ALL
-- Where a wave counts so: a code's ticks over all ticks. Each unknown may have ticked all boxes but this one (the least
-- share), or this one alone (the greatest).
SELECT moment, position, ratio(yes, ticks), yes, ticks, unknown,
       CASE WHEN boxes > 1 THEN ratio(yes, ticks + unknown * (boxes - 1)) ELSE ratio(yes + unknown, ticks + unknown) END,
       ratio(yes + unknown, ticks + unknown)
FROM shares WHERE measure = 'share' AND over_ticks
UNION ALL
SELECT moment, position, ratio(yes, ticks), yes, ticks, unknown, NULL, NULL
FROM shares WHERE measure = 'share_determined' AND over_ticks
UNION ALL
SELECT moment, position, ratio(people_yes, people_ticks), people_yes, people_ticks, people_unknown,
       CASE WHEN boxes > 1 THEN ratio(people_yes, people_ticks + people_unknown * (boxes - 1))
            ELSE ratio(people_yes + people_unknown, people_ticks + people_unknown) END,
       ratio(people_yes + people_unknown, people_ticks + people_unknown)
FROM shares WHERE measure = 'weighted_share' AND over_ticks
UNION ALL
-- How many values are known.
SELECT moment, position, known, known, base, unknown, known, base FROM values_known WHERE measure = 'documented'
UNION ALL
SELECT moment, position, middle, NULL, known, unknown, NULL, NULL FROM values_known WHERE measure = 'median'
UNION ALL
-- What is documented in all: a lower bound while something is unknown, unless a value may be negative.
SELECT moment, position, total, total, known, unknown,
       CASE WHEN unknown = 0 OR least >= 0 THEN total END, CASE WHEN unknown = 0 THEN total END
FROM values_known WHERE measure = 'total';

-- Beside each measure: the median age in years of the newest evidence of each answer, and the count at high confidence.
CREATE OR REPLACE TEMP TABLE beside AS
WITH ages AS (
  SELECT s.lever, s.question, median((CAST(m.day AS DATE) - CAST(s.as_of AS DATE)) / 365.25) AS median_age_years
  FROM states AS s JOIN moments AS m ON m.moment = s.moment
  WHERE s.moment = 'wave' AND s.status = 'answered' GROUP BY s.lever, s.question
),
high AS (
  SELECT lever, question, code, yes AS high_count FROM tallies WHERE moment = 'high'
  UNION ALL
  SELECT lever, question, '', known FROM known WHERE moment = 'high'
)
SELECT m.position, a.median_age_years, h.high_count
FROM measures AS m
LEFT JOIN ages AS a ON a.lever = m.lever AND a.question = m.question
LEFT JOIN high AS h ON h.lever = m.lever AND h.question = m.question AND h.code = m.code;

-- Intensity (design, section 6, "Intensity") --------------------------------------------------------------------------

-- What each territory says of the core questions: of each lever, and of all levers together (lever -1).
CREATE OR REPLACE TEMP TABLE core_said AS
WITH core AS (
  SELECT s.moment, s.territory, s.position, s.lever, s.question,
         s.status <> 'not_asked' AS asked,
         s.status = 'answered' AND s.answer = 'yes' AS yes,
         s.status NOT IN ('not_asked', 'answered') AS unknown
  FROM states AS s
  JOIN questions AS q ON q.lever = s.lever AND q.question = s.question AND q.core
  JOIN moments AS m ON m.moment = s.moment AND m.kind IN ('wave', 'before')
)
SELECT * FROM core
UNION ALL
SELECT moment, territory, position, -1, question, asked, yes, unknown FROM core;

-- Yes over the core questions asked; and its lowest and highest value leaving one of them out.
CREATE OR REPLACE TEMP TABLE intensities AS
WITH counted AS (
  SELECT moment, territory, lever,
         count(*) FILTER (WHERE yes) AS yes, count(*) FILTER (WHERE asked) AS base, count(*) FILTER (WHERE unknown) AS unknown
  FROM core_said GROUP BY moment, territory, lever
),
left_out AS (
  SELECT moment, territory, lever,
         min(ratio(c.yes - CAST(a.yes AS INTEGER), c.base - 1)) AS lowest,
         max(ratio(c.yes - CAST(a.yes AS INTEGER), c.base - 1)) AS highest
  FROM core_said AS a JOIN counted AS c USING (moment, territory, lever)
  WHERE a.asked GROUP BY moment, territory, lever
),
-- All levers have their rows even where no question is a core one.
wanted AS (
  SELECT DISTINCT lever FROM core_said UNION SELECT -1
)
SELECT u.moment, u.territory, u.position, w.lever,
       coalesce(c.yes, 0) AS yes, coalesce(c.base, 0) AS base, coalesce(c.unknown, 0) AS unknown, l.lowest, l.highest
FROM units AS u
JOIN moments AS m ON m.moment = u.moment AND m.kind IN ('wave', 'before')
CROSS JOIN wanted AS w
LEFT JOIN counted AS c ON c.moment = u.moment AND c.territory = u.territory AND c.lever = w.lever
LEFT JOIN left_out AS l ON l.moment = u.moment AND l.territory = u.territory AND l.lever = w.lever;

-- Between two waves (design, section 6; docs/adr/0011) ----------------------------------------------------------------

-- Each yes/no question on the territories in both frames that both waves put it to, and its one change.
CREATE OR REPLACE TEMP TABLE compared AS
SELECT e.position AS earlier, e.wave AS earlier_wave, q.lever, q.question, q.core, now_.territory,
       then_.says AS before, now_.says AS after,
       CASE WHEN then_.says = now_.says THEN 'stable'
            WHEN then_.says IN ('no', 'planned') AND now_.says = 'yes' THEN 'adopted'
            WHEN then_.says = 'yes' AND now_.says = 'no' THEN 'ended'
            WHEN then_.says = 'unknown' AND now_.says = 'yes' THEN 'newly_documented'
            WHEN then_.says = 'yes' AND now_.says = 'unknown' THEN 'no_longer_documented'
            ELSE 'other' END AS change
FROM earlier_waves AS e
JOIN said AS then_ ON then_.moment = 'before ' || e.wave
JOIN said AS now_ ON now_.moment = 'wave' AND now_.territory = then_.territory
  AND now_.lever = then_.lever AND now_.question = then_.question AND now_.code = then_.code
JOIN questions AS q ON q.lever = now_.lever AND q.question = now_.question AND q.type = 'yes_no'
WHERE then_.says IN ('yes', 'planned', 'no', 'unknown') AND now_.says IN ('yes', 'planned', 'no', 'unknown');

CREATE OR REPLACE TEMP TABLE changes AS
WITH kinds(position, change) AS (
  VALUES (2, 'adopted'), (3, 'ended'), (4, 'newly_documented'), (5, 'no_longer_documented'), (6, 'stable'), (7, 'other')
),
-- Question by question: yes before, yes now, then each change.
by_question AS (
  SELECT e.position AS earlier, e.wave AS earlier_wave, q.lever, q.position, q.question,
         count(*) FILTER (WHERE c.before = 'yes') AS before, count(*) FILTER (WHERE c.after = 'yes') AS after,
         count(c.territory) AS base
  FROM earlier_waves AS e CROSS JOIN questions AS q
  LEFT JOIN compared AS c ON c.earlier = e.position AND c.lever = q.lever AND c.question = q.question
  WHERE q.type = 'yes_no' GROUP BY ALL
),
-- Over the core questions of each lever, and of all levers together (lever -1).
groups AS (
  SELECT lever, 'lever_' || lever || '.' AS name FROM questions WHERE core GROUP BY lever
  UNION ALL
  SELECT DISTINCT -1, '' FROM questions WHERE core
),
in_groups AS (
  SELECT earlier, lever, change FROM compared WHERE core
  UNION ALL
  SELECT earlier, -1, change FROM compared WHERE core
)
SELECT earlier, lever, 0 AS block, position, 0 AS kind,
       'evolution.' || earlier_wave || '.' || question || '.before' AS indicator, before AS value, base
FROM by_question
UNION ALL
SELECT earlier, lever, 0, position, 1, 'evolution.' || earlier_wave || '.' || question || '.after', after, base
FROM by_question
UNION ALL
SELECT b.earlier, b.lever, 0, b.position, k.position, 'evolution.' || b.earlier_wave || '.' || b.question || '.' || k.change,
       count(c.territory), b.base
FROM by_question AS b CROSS JOIN kinds AS k
LEFT JOIN compared AS c ON c.earlier = b.earlier AND c.lever = b.lever AND c.question = b.question AND c.change = k.change
GROUP BY ALL
UNION ALL
SELECT e.position, g.lever, 1, 0, k.position, 'evolution.' || e.wave || '.' || g.name || k.change,
       count(*) FILTER (WHERE c.change = k.change), count(c.change)
FROM earlier_waves AS e CROSS JOIN groups AS g CROSS JOIN kinds AS k
LEFT JOIN in_groups AS c ON c.earlier = e.position AND c.lever = g.lever
GROUP BY ALL;

-- The intensity then, on the territories of both frames.
CREATE OR REPLACE TEMP TABLE earlier_intensities AS
SELECT e.position AS earlier, e.wave AS earlier_wave, g.lever,
       coalesce(sum(i.yes), 0) AS yes, coalesce(sum(i.base), 0) AS base, coalesce(sum(i.unknown), 0) AS unknown
FROM earlier_waves AS e
CROSS JOIN (SELECT DISTINCT lever FROM core_said) AS g
LEFT JOIN intensities AS i ON i.moment = 'before ' || e.wave AND i.lever = g.lever
  AND i.territory IN (SELECT territory FROM units WHERE moment = 'wave')
GROUP BY ALL;

-- Published figures computed again (design, section 6, "Claims") --------------------------------------------------------

-- Shares are published in whole per cent, and compared as they are written.
CREATE OR REPLACE TEMP MACRO written(part, unit) AS CASE WHEN unit = 'share' THEN floor(part * 100 + 0.5) ELSE part END;

CREATE OR REPLACE TEMP TABLE claims_checked AS
WITH found AS (
  SELECT c.position, c.claim, c.names, c.not_computable_because, CAST(c.value AS DOUBLE) AS published,
         CASE c.indicator
           WHEN 'frame.count' THEN (SELECT count(*) FROM units WHERE moment = 'wave')
           WHEN 'levers.count' THEN (SELECT count(*) FROM levers WHERE NOT transversal)
           ELSE written(f.value, m.unit) END AS documented,
         written(f.lower, m.unit) AS lower, written(f.upper, m.unit) AS upper,
         c.indicator IN ('frame.count', 'levers.count') OR coalesce(f.unknown = 0, false) AS exact,
         CASE WHEN m.measure = 'count' THEN (
           SELECT list_sort(list(s.territory)) FROM said AS s
           WHERE s.moment = 'claim ' || latest_day(c.as_of) AND s.lever = m.lever AND s.question = m.question
             AND s.code = m.code AND s.says = 'yes') END AS documented_names,
         list_sort(list_distinct([plain(name) FOR name IN string_split(c.names, '|') IF plain(name) <> ''])) AS named
  FROM claims AS c
  LEFT JOIN measures AS m ON m.indicator = c.indicator
  LEFT JOIN measured AS f ON f.position = m.position AND f.moment = 'claim ' || latest_day(c.as_of)
)
SELECT position, claim, published, documented, lower, upper, documented_names, named,
       CASE
         WHEN not_computable_because <> '' THEN 'not_computable'
         -- Nothing is unknown, or those documented are those that the publication names.
         WHEN coalesce(published = documented, false)
              AND (exact OR coalesce(len(named) > 0 AND named = documented_names, false)) THEN 'reproduced'
         -- A bound that the measure does not have is open while something is unknown.
         WHEN CASE WHEN lower IS NOT NULL THEN lower <= published
                   WHEN exact THEN coalesce(documented <= published, false) ELSE true END
          AND CASE WHEN upper IS NOT NULL THEN published <= upper
                   WHEN exact THEN coalesce(published <= documented, false) ELSE true END THEN 'consistent'
         ELSE 'contradicted'
       END AS verdict
FROM found;

-- What the wave rests on ------------------------------------------------------------------------------------------------

CREATE OR REPLACE TEMP TABLE coverage AS
WITH used AS (SELECT * FROM standings WHERE moment = 'wave' AND standing IN ('live', 'lapsed')),
     core AS (SELECT s.status FROM states AS s JOIN questions AS q USING (lever, question)
              WHERE s.moment = 'wave' AND q.core AND s.status <> 'not_asked')
SELECT 0 AS position, 'frame.count' AS indicator, count(*) AS value FROM units WHERE moment = 'wave'
UNION ALL SELECT 1, 'levers.count', count(*) FROM levers WHERE NOT transversal
UNION ALL SELECT 2, 'questions.count', count(*) FROM questions
UNION ALL SELECT 3, 'questions.core', count(*) FROM questions WHERE core
UNION ALL SELECT 4, 'evidence.all', count(*) FROM evidence
UNION ALL SELECT 5, 'evidence.count', count(*) FROM used
UNION ALL SELECT 6, 'evidence.later', count(*) FROM standings WHERE moment = 'wave' AND standing = 'later'
UNION ALL SELECT 7, 'evidence.live', count(*) FROM used WHERE standing = 'live'
UNION ALL SELECT 8, 'evidence.lapsed', count(*) FROM used WHERE standing = 'lapsed'
UNION ALL SELECT 9, 'evidence.high', count(*) FROM used WHERE confidence = 'high'
UNION ALL SELECT 10, 'sources.count', count(DISTINCT source) FROM used
UNION ALL SELECT 11, 'conflicts.count', count(*) FROM states WHERE moment = 'wave' AND status = 'conflict';

CREATE OR REPLACE TEMP TABLE known_answers AS
SELECT count(*) FILTER (WHERE s.status = 'answered') AS known, count(*) AS base
FROM states AS s JOIN questions AS q ON q.lever = s.lever AND q.question = s.question
WHERE s.moment = 'wave' AND q.core AND s.status <> 'not_asked';

-- The survey alone: who sent a questionnaire, and which of the answers asked of them they gave (docs/adr/0013).
CREATE OR REPLACE TEMP TABLE asked AS
SELECT q.position, s.lever, s.question,
       count(*) FILTER (WHERE put) AS asked, count(*) FILTER (WHERE put AND s.status = 'answered') AS given
FROM (
  SELECT o.*, o.status <> 'not_asked' AND o.territory IN (SELECT territory FROM respondents)
              AND coalesce(t.status <> 'not_asked', true) AS put
  FROM survey AS o
  JOIN moments AS m ON m.moment = 'wave' AND m.wave = o.wave
  LEFT JOIN states AS t ON t.moment = 'wave' AND t.territory = o.territory AND t.lever = o.lever AND t.question = o.question
) AS s
JOIN questions AS q ON q.lever = s.lever AND q.question = s.question
GROUP BY q.position, s.lever, s.question;

-- Every indicator, in the order of indicators.csv -----------------------------------------------------------------------

-- `place` sorts: what the wave rests on, the levers, all levers together, the published figures.
CREATE OR REPLACE TEMP TABLE indicators AS
SELECT [0, 0, position] AS place, CAST(NULL AS INTEGER) AS lever, indicator, '' AS territory,
       CAST(value AS DOUBLE) AS value, CAST(value AS DOUBLE) AS numerator, CAST(NULL AS DOUBLE) AS base,
       CAST(NULL AS DOUBLE) AS unknown, CAST(value AS DOUBLE) AS lower, CAST(value AS DOUBLE) AS upper,
       CAST(NULL AS DOUBLE) AS median_age_years, CAST(NULL AS BIGINT) AS high_count
FROM coverage
UNION ALL
SELECT [0, 1], NULL, 'answers.known', '', ratio(known, base), known, base, base - known, ratio(known, base), NULL, NULL, NULL
FROM known_answers
UNION ALL
SELECT [0, 2, 0], NULL, 'responses.count', '', came, came, CASE WHEN o.open_survey THEN came ELSE units END,
       NULL, NULL, NULL, NULL, NULL
FROM (SELECT count(*) AS came FROM respondents) CROSS JOIN (SELECT count(*) AS units FROM units WHERE moment = 'wave')
CROSS JOIN options AS o WHERE EXISTS (FROM asked)
UNION ALL
SELECT [0, 2, 1], NULL, 'responses.rate', '', ratio(came, units), came, units, NULL, NULL, NULL, NULL, NULL
FROM (SELECT count(*) AS came FROM respondents) CROSS JOIN (SELECT count(*) AS units FROM units WHERE moment = 'wave')
CROSS JOIN options AS o WHERE EXISTS (FROM asked) AND NOT o.open_survey
UNION ALL
SELECT [0, 2, 2], NULL, 'responses.answers', '', sum(given), sum(given), sum(asked), NULL, NULL, NULL, NULL, NULL
FROM asked HAVING count(*) > 0
UNION ALL
SELECT [0, 2, 3], NULL, 'responses.items', '', ratio(sum(given), sum(asked)), sum(given), sum(asked), NULL, NULL, NULL, NULL, NULL
FROM asked HAVING count(*) > 0
UNION ALL
SELECT [0, 3, position], lever, 'responses.lever_' || lever || '.' || question, '', ratio(given, asked), given, asked,
       NULL, NULL, NULL, NULL, NULL
FROM asked
UNION ALL
-- The measures of each lever's questions.
SELECT [1, l.position, 0, m.position], m.lever, m.indicator, '', v.value, v.numerator, v.base, v.unknown, v.lower, v.upper,
       b.median_age_years, b.high_count
FROM measures AS m
JOIN levers AS l ON l.lever = m.lever
JOIN measured AS v ON v.position = m.position AND v.moment = 'wave'
JOIN beside AS b ON b.position = m.position
UNION ALL
-- Intensities: of the frame, then of each territory, with what leaving one question out makes of it.
SELECT [CASE WHEN i.lever = -1 THEN 2 ELSE 1 END, coalesce(l.position, 0), 1, 0], nullif(i.lever, -1),
       CASE WHEN i.lever = -1 THEN 'all_levers' ELSE 'lever_' || i.lever END || '.intensity', '',
       ratio(sum(i.yes), sum(i.base)), sum(i.yes), sum(i.base), sum(i.unknown),
       ratio(sum(i.yes), sum(i.base)), ratio(sum(i.yes + i.unknown), sum(i.base)), NULL, NULL
FROM intensities AS i LEFT JOIN levers AS l ON l.lever = i.lever
WHERE i.moment = 'wave' GROUP BY i.lever, l.position
UNION ALL
SELECT [CASE WHEN i.lever = -1 THEN 2 ELSE 1 END, coalesce(l.position, 0), 1, i.position, e.position], nullif(i.lever, -1),
       CASE WHEN i.lever = -1 THEN 'all_levers' ELSE 'lever_' || i.lever END || '.intensity' || e.name, i.territory,
       CASE e.position WHEN 0 THEN ratio(i.yes, i.base) WHEN 1 THEN i.lowest ELSE i.highest END,
       CASE e.position WHEN 0 THEN i.yes END, i.base, CASE e.position WHEN 0 THEN i.unknown END,
       CASE e.position WHEN 0 THEN ratio(i.yes, i.base) END,
       CASE e.position WHEN 0 THEN ratio(i.yes + i.unknown, i.base) END, NULL, NULL
FROM intensities AS i LEFT JOIN levers AS l ON l.lever = i.lever
CROSS JOIN (VALUES (0, ''), (1, '_lowest'), (2, '_highest')) AS e(position, name)
WHERE i.moment = 'wave'
UNION ALL
-- Beside each earlier wave.
SELECT [CASE WHEN c.lever = -1 THEN 2 ELSE 1 END, coalesce(l.position, 0), 2, c.earlier, c.block, c.position, c.kind],
       nullif(c.lever, -1), c.indicator, '', c.value, c.value, c.base, NULL, NULL, NULL, NULL, NULL
FROM changes AS c LEFT JOIN levers AS l ON l.lever = c.lever
UNION ALL
SELECT [CASE WHEN i.lever = -1 THEN 2 ELSE 1 END, coalesce(l.position, 0), 2, i.earlier, 2], nullif(i.lever, -1),
       'evolution.' || i.earlier_wave || '.' || CASE WHEN i.lever = -1 THEN 'all_levers' ELSE 'lever_' || i.lever END
         || '.intensity', '',
       ratio(i.yes, i.base), i.yes, i.base, i.unknown, ratio(i.yes, i.base), ratio(i.yes + i.unknown, i.base), NULL, NULL
FROM earlier_intensities AS i LEFT JOIN levers AS l ON l.lever = i.lever
UNION ALL
-- The published figures, by verdict.
SELECT [3, 0], NULL, 'claims.count', '', count(*), count(*), NULL, NULL, NULL, NULL, NULL, NULL FROM claims_checked
UNION ALL
SELECT [3, v.position], NULL, 'claims.' || v.verdict, '', count(*) FILTER (WHERE c.verdict = v.verdict),
       count(*) FILTER (WHERE c.verdict = v.verdict), count(c.verdict), NULL, NULL, NULL, NULL, NULL
FROM (VALUES (1, 'reproduced'), (2, 'consistent'), (3, 'contradicted'), (4, 'not_computable')) AS v(position, verdict)
LEFT JOIN claims_checked AS c ON true
GROUP BY v.position, v.verdict;

SELECT m.wave, i.lever, i.indicator, i.territory, i.value, i.numerator, i.base, i.unknown, i.lower, i.upper,
       i.median_age_years, i.high_count
FROM indicators AS i JOIN moments AS m ON m.moment = 'wave'
ORDER BY i.place;
