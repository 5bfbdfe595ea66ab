"""What the answers of the controls are called in words."""

LICENCE_WORDS = {
    "not_required": "no licence required",
    "exception": "licence exception",
    "required": "licence required",
    "required_by_letter": "licence required, by letter",
    "unclear": "unclear whether a licence is required",
}
REVIEW_WORDS = {
    "none": "no review",
    "presumption_of_approval": "presumption of approval",
    "case_by_case": "case by case",
    "presumption_of_denial": "presumption of denial",
    "unclear": "review unclear",
}
MEASURE_WORDS = {
    "tpp": "total processing performance",
    "processing_speed": "processing speed",
    "performance_density": "performance density",
    "memory_bandwidth": "memory bandwidth",
    "interconnect": "link speed",
    "data_centre": "whether it is designed or marketed for data centres",
    "on_us_sale": "whether it was on sale in the United States by the rule's day",
}
CONDITION_WORDS = MEASURE_WORDS | {
    "on_us_sale": "on sale in the United States",
    "exported_from_us": "exported from the United States",
    "us_volume_share": "cumulative volume",
    "per_customer": "chips for each customer",
}
