"""Lessons: the slide deck in six steps, the settings that it leaves open, and Keras' own steps."""

import streamlit as st

from mnist_core.lessons.experiments import EXPERIMENTS
from mnist_core.lessons.slides import LESSONS
from parts.lessons.experiment import experiment_page
from parts.lessons.keras_steps import steps_page
from parts.lessons.menu import choose_lesson, lesson_problem, turn_pages
from parts.lessons.slide import slide_page
from parts.shared.store import open_store
from parts.shared.texts import as_markdown

store = open_store()
slug = choose_lesson(store)
if problem := lesson_problem():
    st.warning(as_markdown(problem), icon=":material/link_off:")

lessons = {lesson.slug: lesson for lesson in LESSONS}
experiments = {experiment.slug: experiment for experiment in EXPERIMENTS}
if slug in lessons:
    slide_page(store, lessons[slug])
elif slug in experiments:
    experiment_page(store, experiments[slug])
else:
    steps_page()
turn_pages(slug)
