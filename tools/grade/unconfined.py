"""The tests that look where no question over the wire can look yet: they run in one process with the submission.

Test → why. They are run after all others, each kata's in a process of its own that is forked for one submission, and
are shown as unconfined: a submission that sets out to could forge these, and these only.
"""

UNCONFINED = {
    "test_LockedTestSet_shows_its_labels_nowhere": "It goes through everything that an object holds, as vars() tells.",
    "test_LockedTestSet_shows_them_nowhere_after_it_was_opened": "It goes through everything that an object holds.",
    "test_LockedTestSet_cannot_be_locked_anew": "It goes through everything that an object holds.",
    "test_SmallCNN_can_learn_six_images_by_heart": "It trains the submission's network with an optimizer of its own.",
    "test_SmallCNN_learns_brick_from_grass_and_gravel": "It trains the submission's network with an optimizer.",
    "test_compare_models_scores_without_gradients": "It looks at the graph behind a tensor that its network is given.",
    **dict.fromkeys(
        (
            "test_freeze_keeps_the_running_statistics_where_they_are",
            "test_freeze_lets_the_module_answer_as_in_eval_mode",
            "test_freeze_holds_everything_still_while_the_rest_is_trained",
            "test_freeze_holds_a_norm_by_itself",
            "test_freeze_and_the_courses_backbone",
        ),
        "`freeze` gives a layer of the test's own another `train`, which a copy cannot bring back.",
    ),
    **dict.fromkeys(
        (
            "test_build_app_shows_the_classes_best_first",
            "test_build_app_reads_the_checkpoint_once",
            "test_build_app_waits_for_a_photo",
            "test_build_app_lays_a_drawing_on_white_and_turns_a_photo",
            "test_build_app_says_it_in_a_sentence_when_an_upload_is_no_photo",
            "test_build_app_two_of_them_at_once",
            "test_build_app_takes_a_photo_of_just_as_many_pixels",
            "test_build_app_goes_on_after_what_it_refused",
        ),
        "Gradio opens sockets for itself, which confinement forbids.",
    ),
}
