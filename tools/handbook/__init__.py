"""The handbook: everything of the course that is written in words, as a site that needs nothing from elsewhere.

    pages        which pages there are, and from which file of the repository each is
    links        what a link or a picture of a page means on the site
    generator    Sphinx turns the pages into HTML, in a folder of its own
    check        whether everything in the built pages leads somewhere
    place        the finished site comes into its folder, and nobody's files are lost

The Markdown is read as GitHub reads it (MyST in its mode for that), so a page looks the same in both places. Sphinx,
because it is kept, reads Markdown in that way, and asks for nothing over the network; Material for MkDocs, which looks
alike, is at the end of its life and reads another Markdown, in which the folded answers and the lists here break.
"""
